/* SPDX-License-Identifier: Apache-2.0 */
#include "turns.h"

#include "../collector.h"
#include "counts.h"
#include "failure.h"
#include "losses.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>

#include "collector.skel.h"

/* Of both turns, one behind the other. */
static struct slot *slots;
static uint64_t *taken_slots;

static int inner_of_quiescence;

static uint32_t power_of_two(uint32_t least)
{
	uint32_t power = 1;
	while (power < least)
		power *= 2;
	return power;
}

int size_turns(struct collector *programs, uint32_t most_counts)
{
	/* twice as many slots as counts, for a key seldom to find its slot taken */
	uint32_t of_turn = power_of_two(2 * most_counts);
	programs->rodata->slots_of_turn = of_turn;
	programs->rodata->most_counts = most_counts;
	if (getrandom((void *)&programs->rodata->seed, sizeof(programs->rodata->seed), 0) < 0)
		return errno;
	inner_of_quiescence = bpf_map_create(BPF_MAP_TYPE_ARRAY, "inner", sizeof(__u32),
					     sizeof(__u32), 1, NULL);
	if (inner_of_quiescence < 0 ||
	    bpf_map__set_inner_map_fd(programs->maps.quiescence, inner_of_quiescence) ||
	    bpf_map__set_max_entries(programs->maps.slots, 2 * of_turn) ||
	    bpf_map__set_max_entries(programs->maps.taken_slots, 2 * most_counts))
		return errno;
	return 0;
}

/* The memory of an array that the kernel shares. */
static void *memory_of(const struct bpf_map *map)
{
	size_t length = (size_t)bpf_map__max_entries(map) * bpf_map__value_size(map);
	void *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, bpf_map__fd(map), 0);
	return memory == MAP_FAILED ? NULL : memory;
}

int share_turns(struct collector *programs)
{
	slots = memory_of(programs->maps.slots);
	if (!slots)
		return errno;
	taken_slots = memory_of(programs->maps.taken_slots);
	return taken_slots ? 0 : errno;
}

/* Writes and empties the counts of a turn that no program counts into any more. */
static void write_counts(struct collector *programs, unsigned turn)
{
	size_t slots_of_turn = programs->rodata->slots_of_turn;
	size_t most_counts = programs->rodata->most_counts;
	uint32_t count = programs->bss->taken[turn];
	if (count > most_counts)
		count = most_counts;
	for (uint32_t index = 0; index < count; index++) {
		struct slot *slot = slots + turn * slots_of_turn +
				    taken_slots[turn * most_counts + index];
		write_count(&slot->key, slot->calls, slot->bytes, slot->errors);
		memset(slot, 0, sizeof(*slot));
	}
	programs->bss->taken[turn] = 0;
}

void change_turn(struct collector *programs, struct ring_buffer *ring)
{
	__u32 zero = 0;
	unsigned over = programs->bss->turn;
	programs->bss->turn = !over;
	if (bpf_map_update_elem(bpf_map__fd(programs->maps.quiescence), &zero, &inner_of_quiescence, 0)) {
		fail(FAILED, "the turn could not be changed: %s", strerror(errno));
		return;
	}
	ring_buffer__consume(ring);
	write_counts(programs, over);
	write_losses(programs, over);
}
