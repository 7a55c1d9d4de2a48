/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The table of counts of two turns: programs count into the slots of one while the loader reads and
 * empties those of the other. Where a key's slot is follows from the key; one that is taken by
 * another key sends it on.
 */
#ifndef DISTAPPGUARD_KERNEL_SLOTS_H
#define DISTAPPGUARD_KERNEL_SLOTS_H

#include "keys.h"
#include "turns.h"

/* Set by the loader before loading: slots of one turn, a power of two, and how many of them may be
 * taken. */
const volatile __u32 slots_of_turn = 0;
const volatile __u32 most_counts = 0;
const volatile __u64 seed = 0; /* so that nobody outside can choose what meets in one slot */

__u32 taken[2]; /* slots of each turn; may be above most_counts when there were too few */

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

/* Which slots are taken, in the order in which they were: most_counts for each turn. Of eight
 * bytes, as far apart as an array puts its values. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} taken_slots SEC(".maps");

/*
 * How many slots a key may be in, beginning with its own. Each key goes on by a step of its own, so
 * that of a table half full, which is the fullest it gets, all are taken for one key in 65536.
 */
#define PROBES 16

static __always_inline __u32 place_of(__u64 hash, __u32 probe)
{
	__u32 step = (__u32)hash | 1; /* odd: prime to the number of slots */
	return ((__u32)(hash >> 32) + probe * step) & (slots_of_turn - 1);
}

static __always_inline struct slot *slot_at(__u32 of_turn, __u32 place)
{
	__u32 at = of_turn * slots_of_turn + place;
	return bpf_map_lookup_elem(&slots, &at);
}

static __always_inline __u64 hash_of(const struct count_key *key)
{
	__u64 hash = mix(seed ^ key->image.start, key->object.id ^ key->image.tgid);
	return mix(hash, key->object.place + key->operation);
}

static __always_inline bool is_of(const struct slot *slot, const struct count_key *key)
{
	return slot->key.object.id == key->object.id && slot->key.object.place == key->object.place &&
	       slot->key.operation == key->operation && slot->key.image.start == key->image.start &&
	       slot->key.image.tgid == key->image.tgid &&
	       slot->key.image.executions == key->image.executions;
}

static __always_inline void add(struct slot *slot, __u64 bytes, bool failed)
{
	__sync_fetch_and_add(&slot->calls, 1);
	if (bytes)
		__sync_fetch_and_add(&slot->bytes, bytes);
	if (failed)
		__sync_fetch_and_add(&slot->errors, 1);
}

/* Adds a call to a count that is there, and whose image and object are described. */
static __always_inline bool added(const struct count_key *key, __u64 bytes, bool failed)
{
	__u32 now = turn;
	__u64 hash = hash_of(key);
	for (__u32 probe = 0; probe < PROBES; probe++) {
		struct slot *slot = slot_at(now, place_of(hash, probe));
		if (!slot || slot->state == SLOT_EMPTY)
			return false;
		if (slot->state == SLOT_READY && is_of(slot, key)) {
			add(slot, bytes, failed);
			return true;
		}
	}
	return false;
}

/*
 * Adds to the key's count, or begins one. A slot being written by another CPU is passed by: two
 * counts of one key do no harm, for the loader writes both.
 */
static __always_inline bool begun(const struct count_key *key, __u64 bytes, bool failed,
				  __u32 undescribed)
{
	__u32 now = turn & 1; /* as the verifier must see it, to index `taken` */
	__u64 hash = hash_of(key);
	for (__u32 probe = 0; probe < PROBES; probe++) {
		__u32 place = place_of(hash, probe);
		struct slot *slot = slot_at(now, place);
		if (!slot)
			return false;
		__u32 state = __sync_val_compare_and_swap(&slot->state, SLOT_EMPTY, SLOT_BEING_WRITTEN);
		if (state == SLOT_EMPTY) {
			__u32 number = __sync_fetch_and_add(&taken[now], 1);
			__u32 at = now * most_counts + number;
			__u64 *listed = number < most_counts ? bpf_map_lookup_elem(&taken_slots, &at) : NULL;
			if (!listed) {
				slot->state = SLOT_EMPTY;
				return false;
			}
			*listed = place;
			slot->key = *key;
			add(slot, bytes, failed);
			asm volatile("" ::: "memory"); /* x86-64 itself stores in order */
			slot->state = SLOT_READY | undescribed;
			return true;
		}
		if (state & SLOT_READY && is_of(slot, key)) {
			slot->state = SLOT_READY | (state & undescribed);
			add(slot, bytes, failed);
			return true;
		}
	}
	return false;
}

#endif
