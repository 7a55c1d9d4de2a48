/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* connect, accept, bind and listen. */
#ifndef DISTAPPGUARD_KERNEL_SOCKET_CALLS_H
#define DISTAPPGUARD_KERNEL_SOCKET_CALLS_H

#include "constants.h"
#include "counting.h"
#include "keys.h"
#include "path_calls.h"
#include "reading.h"

/* A connect that has not come through yet, by its socket: who asked. */
struct waiting_connect {
	struct image_key image;
	struct object_key object;
	struct waiting_group whose;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8192);
	__type(key, __u64);
	__type(value, struct waiting_connect);
} waiting_connects SEC(".maps");

/* A call on a socket whose addresses have just become known. */
ONCE int on_socket(__u32 descriptor, __u32 operation, __s64 result)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct count_key key;
	struct meeting met;
	struct file *file = file_of(task, descriptor);
	if (!file) {
		if (result != BAD_DESCRIPTOR)
			lose(LOSS_DESCRIPTOR);
		return 0;
	}
	begin(task, &key, &met);
	met.descriptor = descriptor;
	if (!key_of(file, &key, &met, 0))
		return 0;
	struct sock *socket = met.socket;
	key.operation = operation;
	if (operation == OP_LISTEN)
		key.object.place = PLACE_BOUND;
	/* it may have been met before it had addresses */
	bpf_map_delete_elem(&described_objects, &key.object);
	if (operation == OP_CONNECT && result == IN_PROGRESS &&
	    BPF_CORE_READ(socket, __sk_common.skc_state) == SYN_SENT) {
		__u64 waits = (__u64)socket;
		struct waiting_connect waiting = {.image = key.image, .object = key.object};
		remember_group(task, &waiting.whose);
		object_described(&key, &met);
		bpf_map_update_elem(&waiting_connects, &waits, &waiting, BPF_ANY);
		/* it may have come through meanwhile */
		if (BPF_CORE_READ(socket, __sk_common.skc_state) == SYN_SENT)
			return 0;
		if (bpf_map_delete_elem(&waiting_connects, &waits))
			return 0;
		result = 0;
	}
	bool failed = result < 0 && result != IN_PROGRESS;
	if (result == IN_PROGRESS && BPF_CORE_READ(socket, __sk_common.skc_state) == CLOSED)
		failed = true;
	count(&key, &met, 0, failed);
	return 0;
}

/* A connect or bind that failed at once: the socket never got the address that was asked for. */
ONCE int refused(__u32 descriptor, __u64 pointer, __u32 operation)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct count_key key;
	struct meeting met;
	struct file *file = file_of(task, descriptor);
	if (!file)
		return 0;
	begin(task, &key, &met);
	met.descriptor = descriptor;
	if (!key_of(file, &key, &met, 0))
		return 0;
	key.operation = operation;
	__u16 family = 0;
	bpf_probe_read_user(&family, sizeof(family), (void *)pointer);
	if (family == FAMILY_UNIX) {
		/* its own entry: a socket that was to be at this path */
		on_path(pointer + 2, WORKING_FOLDER, operation, KIND_SOCKET, true);
		return 0;
	}
	if (family != FAMILY_INET && family != FAMILY_INET6)
		return 0;
	if (!read_address(&met, pointer))
		return 0;
	__u64 *words = (__u64 *)met.address;
	key.object.place = mix(PLACE_ADDRESS, operation);
	key.object.place = mix(key.object.place, words[0]);
	if (family == FAMILY_INET6) {
		key.object.place = mix(key.object.place, words[1]);
		key.object.place = mix(key.object.place, words[2]);
	}
	count(&key, &met, 0, true);
	return 0;
}

#endif
