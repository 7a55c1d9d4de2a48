/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Descriptions of images: what is run, by which process, in which control group and network. */
#ifndef DISTAPPGUARD_KERNEL_IMAGES_H
#define DISTAPPGUARD_KERNEL_IMAGES_H

#include "constants.h"
#include "paths.h"
#include "records.h"

/* What was described to user space. Losing an entry only describes it once more. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct image_key);
	__type(value, __u8);
} described_images SEC(".maps");

static __always_inline __u64 cgroup_of(struct task_struct *task)
{
	return BPF_CORE_READ(task, cgroups, dfl_cgrp, kn, id);
}

static __always_inline void number_in_namespace(struct task_struct *task, __u32 *number,
						__u32 *namespace)
{
	struct pid *pid = BPF_CORE_READ(task, thread_pid);
	__u32 level = BPF_CORE_READ(pid, level);
	struct upid own = {};
	bpf_core_read(&own, bpf_core_type_size(struct upid), &pid->numbers[level & 31]);
	struct pid_namespace *of = own.ns;
	*number = own.nr;
	*namespace = BPF_CORE_READ(of, ns.inum);
}

/* Describes the current image; `given` is what execve was given, if it begins now. */
ONCE int describe_image(__u64 given, __u32 executed)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct description *room = bpf_map_lookup_elem(&scratch, &ZERO);
	if (!room)
		return false;
	image_of(task, &room->image);
	room->begun.cgroup = bpf_get_current_cgroup_id();
	room->begun.network = BPF_CORE_READ(task, nsproxy, net_ns, ns.inum);
	room->begun.parent = BPF_CORE_READ(task, real_parent, tgid);
	room->begun.executed = executed;
	number_in_namespace(BPF_CORE_READ(task, group_leader), &room->begun.pid,
			    &room->begun.pid_namespace);
	room->given_length = 0;
	room->folder_length = 0;
	room->arguments_length = 0;

	struct file *executable = BPF_CORE_READ(task, mm, exe_file);
	__u32 at = 0;
	if (executable)
		at = write_path((__u64)&executable->f_path, 0);
	if (at > TEXTS)
		at = TEXTS;
	room->path_length = at;

	if (given && at < TEXTS) {
		long length = bpf_probe_read_kernel_str(room_for_text(room, at),
							LONGEST_TEXT, (void *)given);
		if (length > 0) {
			room->given_length = length;
			at += (__u32)length;
		}
		struct fs_struct *fs = BPF_CORE_READ(task, fs);
		__u32 end = write_path((__u64)&fs->pwd, at);
		if (end > TEXTS)
			end = TEXTS;
		if (end > at) {
			room->folder_length = end - at;
			at = end;
		}
	}

	__u64 from = BPF_CORE_READ(task, mm, arg_start);
	__u64 length = BPF_CORE_READ(task, mm, arg_end) - from;
	if (length > LONGEST_ARGUMENTS)
		length = LONGEST_ARGUMENTS;
	asm volatile("" : "+r"(length)); /* keep the bound in the register that is used */
	if (at < TEXTS && length > 0 && length <= LONGEST_ARGUMENTS) {
		if (bpf_probe_read_user(room_for_text(room, at), length, (void *)from)) {
			/* a page is not there: what stands in the first */
			length = PAGE - (from & (PAGE - 1));
			if (bpf_probe_read_user(room_for_text(room, at), length & (2 * PAGE - 1),
						(void *)from)) {
				lose(LOSS_ARGUMENT);
				length = 0;
			}
		}
		room->arguments_length = length;
		at += length;
	}
	return send_description(room, RECORD_IMAGE, at);
}

/* Whether user space knows, or will have been told, what the current image is. */
static __always_inline bool image_described(struct image_key *key)
{
	__u8 yes = 1;
	if (bpf_map_lookup_elem(&described_images, key))
		return true;
	if (!describe_image(0, false))
		return false;
	bpf_map_update_elem(&described_images, key, &yes, BPF_ANY);
	return true;
}

#endif
