/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Writes the path of a file, as the current task sees it, into a description. */
#ifndef DISTAPPGUARD_KERNEL_PATHS_H
#define DISTAPPGUARD_KERNEL_PATHS_H

#include "records.h"

/* On the way from a file to its root. */
struct walk {
	struct dentry *dentry;
	struct mount *mount;
	struct dentry *root;
	struct mount *root_mount;
	__u32 at; /* where the next name goes */
};

static long step_up(__u32 index, void *context)
{
	struct walk *walk = context;
	struct dentry *dentry = walk->dentry;
	struct mount *mount = walk->mount;
	if (dentry == walk->root && mount == walk->root_mount)
		return 1;
	if (dentry == BPF_CORE_READ(mount, mnt.mnt_root)) {
		struct mount *below = BPF_CORE_READ(mount, mnt_parent);
		if (below == mount)
			return 1;
		walk->dentry = BPF_CORE_READ(mount, mnt_mountpoint);
		walk->mount = below;
		return 0;
	}
	struct description *room = bpf_map_lookup_elem(&scratch, &ZERO);
	__u32 at = walk->at;
	if (!room || at >= TEXTS)
		return 1;
	long length = bpf_probe_read_kernel_str(room_for_text(room, at), LONGEST_NAME,
						BPF_CORE_READ(dentry, d_name.name));
	if (length > 0)
		walk->at = at + (__u32)length;
	struct dentry *parent = BPF_CORE_READ(dentry, d_parent);
	walk->dentry = parent;
	return parent == dentry;
}

/* Writes the names of a path from leaf to the task's root; gives where they end. */
ONCE __u32 write_path(__u64 path, __u32 at)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	struct path root = {};
	struct path start = {};
	bpf_probe_read_kernel(&start, sizeof(start), (void *)path);
	BPF_CORE_READ_INTO(&root, task, fs, root);
	struct walk walk = {
		.dentry = start.dentry,
		.mount = mount_of(start.mnt),
		.root = root.dentry,
		.root_mount = mount_of(root.mnt),
		.at = at,
	};
	bpf_loop(128, step_up, &walk, 0);
	return walk.at;
}

#endif
