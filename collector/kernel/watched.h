/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Which processes are watched: those of some control groups, or all; never the collector itself. */
#ifndef DISTAPPGUARD_KERNEL_WATCHED_H
#define DISTAPPGUARD_KERNEL_WATCHED_H

#include "reading.h"

/* Set by the loader before loading: depths below the root at which watched control groups lie;
 * none: everything is watched. */
const volatile __u32 depths = 0;
const volatile __s32 depth[DEPTHS] = {};

/* The watched control groups where they are few; else those of `watched_cgroups`. */
const volatile __u32 few = 0;
const volatile __u64 few_cgroups[FEW] = {};

const volatile bool excludes_parent = false;

/* Known once know_own_process() has run. */
__u32 own_process;
__u32 own_parent;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, __u8);
} watched_cgroups SEC(".maps");

/*
 * The control group at a level above the current task; 0 where there is none. Linux 6.1 has all
 * those above in a row at the end of a group. Calling the helper takes longer than the count itself
 * where returns are made safe against speculation (spec_rstack_overflow), for it calls others.
 */
static __always_inline __u64 group_at(struct task_struct *task, __s32 level)
{
	if (!casts || !bpf_core_field_exists(struct cgroup, ancestors))
		return bpf_get_current_ancestor_cgroup_id(level);
	struct cgroup *own = task->cgroups->dfl_cgrp;
	if (level < 0 || own->level < level)
		return 0;
	void *place = (void *)own + bpf_core_field_offset(struct cgroup, ancestors) +
		      level * sizeof(struct cgroup *);
	struct cgroup *group = (struct cgroup *)CAST(struct list_head, place)->next;
	return CAST(struct cgroup, group)->kn->id;
}

static __always_inline bool is_watched(struct task_struct *task)
{
	__u32 process = task->tgid;
	if (process == own_process || (excludes_parent && process == own_parent))
		return false;
	if (!depths)
		return true;
	for (__u32 index = 0; index < DEPTHS; index++) {
		if (index >= depths)
			break;
		__u64 cgroup = group_at(task, depth[index]);
		if (!cgroup)
			continue;
		if (few) {
			for (__u32 other = 0; other < FEW; other++)
				if (other < few && few_cgroups[other] == cgroup)
					return true;
		} else if (bpf_map_lookup_elem(&watched_cgroups, &cgroup)) {
			return true;
		}
	}
	return false;
}

#endif
