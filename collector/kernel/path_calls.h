/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Calls on a path given by the program, and those that open a file. */
#ifndef DISTAPPGUARD_KERNEL_PATH_CALLS_H
#define DISTAPPGUARD_KERNEL_PATH_CALLS_H

#include "constants.h"
#include "counting.h"
#include "keys.h"
#include "reading.h"

/*
 * Counts a call on a path given by the program; `folder` is what it is relative to. A path that even
 * the kernel could not read is empty, as strace's reader takes it.
 */
ONCE int on_path(__u64 pointer, __s32 folder, __u32 operation, __u32 kind, __u32 outcome)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct count_key key;
	struct meeting met;
	struct description *room = bpf_map_lookup_elem(&scratch, &ZERO);
	if (!room)
		return 0;
	begin(task, &key, &met);
	__builtin_memset(room->texts, 0, LONGEST_TEXT);
	long length = bpf_probe_read_user_str(room->texts, LONGEST_TEXT, (void *)pointer);
	if (length <= 0 && outcome != WITHOUT_MEMORY) {
		lose(LOSS_ARGUMENT);
		return 0;
	}
	if (length <= 0) {
		room->texts[0] = 0;
		length = 1;
	}
	met.kind = kind;
	met.given_length = length;
	__u64 place = 0;
	if (folder != WORKING_FOLDER && room->texts[0] != '/') {
		struct file *file = file_of(task, folder);
		met.file = file;
		place = (__u64)BPF_CORE_READ(file, f_path.dentry);
	} else if (room->texts[0] != '/') {
		place = (__u64)BPF_CORE_READ(task, fs, pwd.dentry);
	}
	__u64 id = kind;
	__u64 *words = (__u64 *)room->texts;
	for (int index = 0; index < LONGEST_TEXT / 8; index++)
		id = mix(id, words[index]);
	key.object.id = id;
	key.object.place = mix(id, place) | 1ull << 62;
	key.operation = operation;
	count(&key, &met, 0, outcome != DONE_WELL);
	return 0;
}

ONCE int opened(__u32 flags, __u32 descriptor)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct count_key key;
	struct meeting met;
	struct file *file = file_of(task, descriptor);
	if (!file) {
		lose(LOSS_DESCRIPTOR);
		return 0;
	}
	begin(task, &key, &met);
	met.descriptor = descriptor;
	key_of(file, &key, &met, 0);
	key.operation = flags & OPEN_FLAGS_WRITE ? OP_OPEN_FOR_WRITE : OP_OPEN;
	count(&key, &met, 0, false);
	return 0;
}

static __always_inline void open(__u64 path, __s32 folder, __u32 flags, long result)
{
	if (result >= 0)
		opened(flags, result);
	else
		on_path(path, folder, flags & OPEN_FLAGS_WRITE ? OP_OPEN_FOR_WRITE : OP_OPEN,
			KIND_FILE, outcome_of(result));
}

#endif
