/* SPDX-License-Identifier: Apache-2.0 */
#include "losses.h"

#include "../collector.h"
#include "cgroups.h"
#include "stream.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "collector.skel.h"

static uint64_t reported;

/* Of the group, where it is told, and of those below it, where it is `below`. */
static void write_loss(unsigned reason, uint64_t count, uint32_t group, bool below)
{
	reported += count;
	stream_begin(STREAM_LOSS);
	stream_number(libbpf_num_possible_cpus()); /* which CPU it was on is not told */
	stream_number(reason);
	stream_number(count);
	stream_number(group);
	stream_number(below);
	stream_end();
}

/*
 * The number of the group that lost something. Where it is gone, and nobody knows its path, the
 * nearest above stands for it: a container does not get rid of its losses by removing groups that it
 * made itself.
 */
static uint32_t group_of(const struct loss_key *key, const struct lost *lost)
{
	int level = 0;
	while (level + 1 < LOSS_LEVELS && lost->groups[level] != key->group && lost->groups[level + 1])
		level++;
	for (int above = level; above >= 0; above--)
		if (cgroup_is_known(lost->groups[above]))
			return cgroup_number(lost->groups[above]);
	return cgroup_number(key->group);
}

/* Takes out of a table what is of this turn, and calls `take` with it. Programs use the rest. */
static void empty(int table, bool (*is_over)(const void *key, unsigned turn), unsigned turn,
		  void (*take)(int table, const void *key))
{
	char key[16], next[16];
	int none = bpf_map_get_next_key(table, NULL, key);
	while (!none) {
		none = bpf_map_get_next_key(table, key, next);
		if (is_over(key, turn)) {
			take(table, key);
			bpf_map_delete_elem(table, key);
		}
		memcpy(key, next, sizeof(key));
	}
}

static bool loss_is_over(const void *key, unsigned turn)
{
	return ((const struct loss_key *)key)->turn == turn;
}

static void take_loss(int table, const void *bytes)
{
	const struct loss_key *key = bytes;
	struct lost lost;
	if (!bpf_map_lookup_elem(table, key, &lost))
		write_loss(key->reason, lost.count, group_of(key, &lost), key->below);
}

static bool share_is_over(const void *key, unsigned turn)
{
	return ((const struct share_key *)key)->turn == turn;
}

static void take_share(int table, const void *key)
{
	(void)table;
	(void)key;
}

void write_losses(struct collector *programs, unsigned turn)
{
	for (unsigned reason = 0; reason < LOSSES; reason++) {
		uint64_t count = programs->bss->unplaced[turn][reason];
		if (count)
			write_loss(reason, count, 0, false);
		programs->bss->unplaced[turn][reason] = 0;
	}
	if (!programs->bss->places[turn] && !programs->bss->places_of_waiting[turn])
		return;
	empty(bpf_map__fd(programs->maps.losses), loss_is_over, turn, take_loss);
	empty(bpf_map__fd(programs->maps.shares), share_is_over, turn, take_share);
	programs->bss->places[turn] = programs->bss->places_of_waiting[turn] = 0;
}

void write_skipped(struct collector *programs)
{
	static uint64_t before;
	uint64_t skipped = 0;
	struct bpf_program *program;
	bpf_object__for_each_program(program, programs->obj) {
		struct bpf_prog_info info = {0};
		__u32 length = sizeof(info);
		/* what interrupts on_signal is a signal of the kernel's own: nothing that counts, and a
		 * process can bring it about with a timer */
		if (program == programs->progs.on_signal)
			continue;
		if (bpf_program__fd(program) >= 0 &&
		    !bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &length))
			skipped += info.recursion_misses;
	}
	if (skipped > before)
		write_loss(LOSS_SKIPPED, skipped - before, 0, false); /* whose is not told */
	before = skipped;
}

uint64_t reported_losses(void)
{
	return reported;
}
