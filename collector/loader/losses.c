/* SPDX-License-Identifier: Apache-2.0 */
#include "losses.h"

#include "../collector.h"
#include "failure.h"
#include "stream.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdlib.h>

#include "collector.skel.h"

static uint64_t reported;

static void write_loss(unsigned cpu, unsigned reason, uint64_t count)
{
	reported += count;
	stream_begin(STREAM_LOSS);
	stream_number(cpu);
	stream_number(reason);
	stream_number(count);
	stream_end();
}

void write_losses(struct collector *programs, int cpus)
{
	static uint64_t *before, *now, skipped_before;
	if (!before) {
		before = calloc((size_t)LOSSES * cpus, sizeof(*before));
		now = calloc(cpus, sizeof(*now));
		if (!before || !now)
			exit(fail(FAILED, "no memory"));
	}
	for (__u32 reason = 0; reason < LOSSES; reason++) {
		if (bpf_map_lookup_elem(bpf_map__fd(programs->maps.losses), &reason, now))
			continue;
		for (int cpu = 0; cpu < cpus; cpu++) {
			uint64_t *known = &before[reason * cpus + cpu];
			if (now[cpu] > *known)
				write_loss(cpu, reason, now[cpu] - *known);
			*known = now[cpu];
		}
	}
	uint64_t skipped = 0;
	struct bpf_program *program;
	bpf_object__for_each_program(program, programs->obj) {
		struct bpf_prog_info info = {0};
		__u32 length = sizeof(info);
		if (bpf_program__fd(program) >= 0 &&
		    !bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &length))
			skipped += info.recursion_misses;
	}
	if (skipped > skipped_before)
		write_loss(cpus, LOSS_SKIPPED, skipped - skipped_before); /* the CPU is not told */
	skipped_before = skipped;
}

uint64_t reported_losses(void)
{
	return reported;
}
