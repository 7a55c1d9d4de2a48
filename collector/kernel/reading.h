/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Reading the kernel's structures: a field behind a pointer, an open file, which image a task runs. */
#ifndef DISTAPPGUARD_KERNEL_READING_H
#define DISTAPPGUARD_KERNEL_READING_H

#include "../collector.h"
#include "structures.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/*
 * Functions that are not static are verified by the kernel once, by themselves, and not anew for
 * every path that leads to them; they must return a number and take numbers or whole structures.
 */
#define ONCE __noinline

/*
 * From Linux 6.2 on a pointer may be declared to be of a kernel's type, and is then read by a plain
 * load rather than by a call of bpf_probe_read_kernel(): a third of the cost of a counted call.
 * Neither faults. Older kernels see the other branch alone, for `casts` is constant to them.
 */
const volatile bool casts = false;
extern void *bpf_rdonly_cast(const void *pointer, __u32 type) __ksym __weak;

#define CAST(type, pointer) ((type *)bpf_rdonly_cast(pointer, bpf_core_type_id_kernel(type)))

static const __u32 ZERO = 0; /* key of maps with one entry */

/* A field behind one pointer. */
#define READ(pointer, type, field) \
	(casts ? CAST(type, pointer)->field : BPF_CORE_READ((type *)(pointer), field))

static __always_inline void image_of(struct task_struct *task, struct image_key *key)
{
	key->start = task->group_leader->start_boottime;
	key->tgid = task->tgid;
	key->executions = task->self_exec_id;
}

static __always_inline struct file *file_of(struct task_struct *task, __u32 descriptor)
{
	struct file *file = NULL;
	struct fdtable *table = task->files->fdt;
	if (descriptor >= table->max_fds)
		return NULL;
	struct file **slot = table->fd + descriptor;
	if (casts) /* a list head begins with a pointer, too */
		return (struct file *)CAST(struct list_head, slot)->next;
	bpf_probe_read_kernel(&file, sizeof(file), slot);
	return file;
}

static __always_inline struct mount *mount_of(struct vfsmount *mount)
{
	return (struct mount *)((void *)mount - bpf_core_field_offset(struct mount, mnt));
}

#endif
