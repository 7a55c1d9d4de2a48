/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What is lost, by the control group of the task that lost it, so that nobody's losses are another's.
 *
 * Whoever may make control groups must not be able to fill the table. So what is counted below a
 * group, and in it, takes no more places than the share of its level; the losses of a group that
 * finds no place are those of the nearest group above that has one, and of all that lies below.
 * Groups at the first level, which no container makes, have places kept for them.
 */
#ifndef DISTAPPGUARD_KERNEL_LOSSES_H
#define DISTAPPGUARD_KERNEL_LOSSES_H

#include "turns.h"
#include "watched.h"

/* Of one turn: places for groups below the first level; those of connects that waited are apart,
 * for they are counted in an interrupt, where shares are not looked at. */
#define PLACES 2048
#define PLACES_OF_WAITING 256

/* Groups at the second level have so many places, those at each further level a quarter of that. */
#define LARGEST_SHARE 512
#define FIRST_SHARED 2
#define LAST_SHARED 5

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 3 * PLACES); /* both turns, and the first level */
	__type(key, struct loss_key);
	__type(value, struct lost);
} losses SEC(".maps");

/* Places taken by a group and those below it. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 2 * PLACES * (LAST_SHARED - FIRST_SHARED + 1));
	__type(key, struct share_key);
	__type(value, __u32);
} shares SEC(".maps");

__u32 places[2];            /* taken in each turn */
__u32 places_of_waiting[2];
__u64 unplaced[2][LOSSES];  /* losses for which there was no place at all */

/* Room to build an entry in, one for tasks and one for interrupts; programs have little stack. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct lost);
} losing SEC(".maps");

static __always_inline bool add_loss(const struct loss_key *key)
{
	struct lost *known = bpf_map_lookup_elem(&losses, key);
	if (known)
		__sync_fetch_and_add(&known->count, 1);
	return known;
}

/* A group's first loss of its kind in this turn; another CPU may come first. */
static __always_inline bool begin_loss(const struct loss_key *key, struct lost *first, __u32 *taken)
{
	first->count = 1;
	if (bpf_map_update_elem(&losses, key, first, BPF_NOEXIST))
		return add_loss(key);
	__sync_fetch_and_add(taken, 1);
	return true;
}

static __always_inline __u32 share_of_level(__u32 level)
{
	return LARGEST_SHARE >> 2 * (level - FIRST_SHARED);
}

/* Whether the groups from the second level down to this one have places left. */
static __always_inline bool shares_are_left(const struct lost *first, __u32 level, __u32 now)
{
	for (__u32 above = FIRST_SHARED; above <= LAST_SHARED && above <= level; above++) {
		struct share_key key = {.group = first->groups[above - 1], .turn = now};
		__u32 *share = bpf_map_lookup_elem(&shares, &key);
		if (share && *share >= share_of_level(above))
			return false;
	}
	return true;
}

static __always_inline void take_shares(const struct lost *first, __u32 level, __u32 now)
{
	for (__u32 above = FIRST_SHARED; above <= LAST_SHARED && above <= level; above++) {
		struct share_key key = {.group = first->groups[above - 1], .turn = now};
		__u32 one = 1;
		__u32 *share = bpf_map_lookup_elem(&shares, &key);
		if (share)
			__sync_fetch_and_add(share, 1);
		else
			bpf_map_update_elem(&shares, &key, &one, BPF_ANY);
	}
}

/*
 * Counts a loss in the group at a level, from 1, above the task; gives whether it has a place. What
 * is of all below a group needs one although its own share is used up, for that is why.
 */
ONCE int lose_at(__u32 level, __u32 reason, __u32 below)
{
	struct lost *first = bpf_map_lookup_elem(&losing, &ZERO);
	if (!first || level < 1 || level > LOSS_LEVELS)
		return false;
	__u32 now = turn & 1;
	struct loss_key key = {
		.group = first->groups[level - 1], .reason = reason, .below = below, .turn = now};
	if (add_loss(&key))
		return true;
	if (level >= FIRST_SHARED &&
	    (places[now] >= PLACES || !shares_are_left(first, below ? level - 1 : level, now)))
		return false;
	if (!begin_loss(&key, first, &places[now]))
		return false;
	take_shares(first, level, now);
	return true;
}

/* The current task has lost something. */
ONCE int lose(__u32 reason)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct lost *first = bpf_map_lookup_elem(&losing, &ZERO);
	if (!first || reason >= LOSSES)
		return 0;
	__builtin_memset(first, 0, sizeof(*first));
	__u32 deepest = 0;
	for (__u32 level = 1; level <= LOSS_LEVELS; level++) {
		__u64 group = group_at(task, level);
		if (!group)
			break;
		first->groups[level - 1] = group;
		deepest = level;
	}
	bool below = deepest == LOSS_LEVELS && group_at(task, LOSS_LEVELS + 1);
	if (!deepest) {
		/* one of the host's own, in the root */
		first->groups[0] = group_at(task, 0);
		deepest = 1;
	}
	for (__u32 up = 0; up < LOSS_LEVELS && up < deepest; up++) {
		if (lose_at(deepest - up, reason, below || up))
			return 0;
	}
	__sync_fetch_and_add(&unplaced[turn & 1][reason], 1);
	return 0;
}

/* Whose a loss in an interrupt is. */
struct waiting_group {
	__u64 top; /* at the first level */
	__u64 group;
};

static __always_inline void remember_group(struct task_struct *task, struct waiting_group *whose)
{
	whose->top = group_at(task, 1);
	whose->group = BPF_CORE_READ(task, cgroups, dfl_cgrp, kn, id);
}

/* A task that waited has lost something, and what runs now is an interrupt. */
static __always_inline void lose_of(const struct waiting_group *whose, __u32 reason)
{
	__u32 one = 1;
	struct lost *first = bpf_map_lookup_elem(&losing, &one);
	if (!first)
		return;
	__u32 now = turn & 1;
	struct loss_key key = {.group = whose->group, .reason = reason, .turn = now};
	__builtin_memset(first, 0, sizeof(*first));
	first->groups[0] = whose->top ? whose->top : whose->group;
	first->groups[1] = whose->top == whose->group ? 0 : whose->group;
	if (add_loss(&key) || (places_of_waiting[now] < PLACES_OF_WAITING &&
			       begin_loss(&key, first, &places_of_waiting[now])))
		return;
	key.group = first->groups[0];
	key.below = true;
	first->groups[1] = 0;
	if (!add_loss(&key) && !begin_loss(&key, first, &places[now]))
		__sync_fetch_and_add(&unplaced[now][reason], 1);
}

#endif
