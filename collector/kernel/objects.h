/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Descriptions of objects: files and what stands for one, sockets, paths that a program gave. */
#ifndef DISTAPPGUARD_KERNEL_OBJECTS_H
#define DISTAPPGUARD_KERNEL_OBJECTS_H

#include "constants.h"
#include "keys.h"
#include "paths.h"
#include "records.h"
#include "sockets.h"

/* What was described to user space. Losing an entry only describes it once more. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, struct object_key);
	__type(value, __u8);
} described_objects SEC(".maps");

ONCE int describe_object(struct count_key *key, struct meeting *met)
{
	struct description *room = bpf_map_lookup_elem(&scratch, &ZERO);
	if (!room || !key || !met)
		return false;
	__u32 at = 0;
	__u32 given = met->given_length;
	room->image = key->image;
	room->met.object = key->object;
	room->met.kind = met->kind;
	room->met.descriptor = met->descriptor;
	room->met.number = met->number;
	room->met.argument = met->argument;
	room->folder_length = 0;
	room->arguments_length = 0;
	room->path_length = 0;
	room->given_length = 0;
	if (given && given <= LONGEST_TEXT) {
		/* the text stands at the beginning already; the folder it is relative to follows */
		room->given_length = given;
		at = given;
	}
	if (met->socket) {
		room->met.kind = KIND_SOCKET;
		describe_socket(room, met);
	} else if (met->file) {
		struct file *file = met->file;
		__u64 magic = BPF_CORE_READ(file, f_inode, i_sb, s_magic);
		if (met->kind == KIND_UNKNOWN)
			room->met.kind = magic == PIPE_FILE_SYSTEM ? KIND_PIPE
				       : magic == ANONYMOUS_FILE_SYSTEM ? KIND_ANONYMOUS
									: KIND_FILE;
		if (room->met.kind == KIND_ANONYMOUS) {
			long length = bpf_probe_read_kernel_str(
				room->texts, LONGEST_NAME,
				BPF_CORE_READ(file, f_path.dentry, d_name.name));
			if (length > 0)
				at = length;
			room->path_length = at;
		} else if (room->met.kind != KIND_PIPE) {
			__u32 end = write_path((__u64)&file->f_path, at);
			if (end > at)
				room->path_length = end - at;
			at = end;
		}
	} else if (given) {
		struct task_struct *task = bpf_get_current_task_btf();
		struct fs_struct *fs = BPF_CORE_READ(task, fs);
		__u32 end = write_path((__u64)&fs->pwd, at);
		if (end > at)
			room->path_length = end - at;
		at = end;
	}
	return send_description(room, RECORD_OBJECT, at);
}

static __always_inline bool object_described(struct count_key *key, struct meeting *met)
{
	__u8 yes = 1;
	if (bpf_map_lookup_elem(&described_objects, &key->object))
		return true;
	if (!describe_object(key, met))
		return false;
	bpf_map_update_elem(&described_objects, &key->object, &yes, BPF_ANY);
	return true;
}

#endif
