/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Calls that move data between the process and a descriptor. */
#ifndef DISTAPPGUARD_KERNEL_DATA_CALLS_H
#define DISTAPPGUARD_KERNEL_DATA_CALLS_H

#include "calls.h"
#include "constants.h"
#include "counting.h"
#include "keys.h"
#include "reading.h"

static __always_inline __u32 operation_on(bool socket, __u32 operation)
{
	return !socket ? operation : operation == OP_READ ? OP_RECEIVE : OP_SEND;
}

/* Counts a call that moved `bytes`, or failed; `given` is where the program put an address. */
ONCE int move(__u32 descriptor, __u32 operation, __u64 moved, __u64 bytes, __u64 given)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct count_key key;
	struct meeting met;
	long result = moved;
	struct file *file = file_of(task, descriptor);
	if (!file) {
		if (result != BAD_DESCRIPTOR)
			lose(LOSS_DESCRIPTOR);
		return 0;
	}
	begin(task, &key, &met);
	met.descriptor = descriptor;
	bool socket = key_of(file, &key, &met, result == BAD_ADDRESS ? 0 : given);
	key.operation = operation == OP_READ || operation == OP_WRITE ? operation_on(socket, operation)
								      : operation;
	count(&key, &met, result < 0 ? 0 : bytes, result < 0);
	return 0;
}

/*
 * The same for what is nearly every call: no address, and met in this interval already. Does not
 * take in what it is about, and leaves everything else to move().
 */
static __always_inline void move_known(struct task_struct *task, __u32 descriptor,
				       __u32 operation, long result)
{
	struct count_key key = {};
	struct meeting unused;
	struct file *file = file_of(task, descriptor);
	if (file && mode == MODE_COUNTS) {
		image_of(task, &key.image);
		bool socket = key_of(file, &key, &unused, 0);
		key.operation = operation_on(socket, operation);
		if (added(&key, result < 0 ? 0 : result, result < 0))
			return;
	}
	move(descriptor, operation, result, result, 0);
}

/* The lengths of several messages, each behind its header. */
struct summing {
	__u64 pointer; /* of the first length */
	__u64 step;
	__u64 bytes;
	bool unread;
};

static long add_message(__u32 index, void *context)
{
	struct summing *sum = context;
	__u32 length = 0;
	__u64 at = sum->pointer + index * sum->step;
	if (bpf_probe_read_user(&length, sizeof(length), (void *)at)) {
		sum->unread = true;
		return 1;
	}
	sum->bytes += length;
	return 0;
}

/* sendmsg and recvmsg, and those for several at once. */
ONCE int messages(const struct call *call)
{
	if (!call)
		return 0;
	__u32 action = action_of(call->rule);
	__u64 pointer = call->arguments[1];
	__s64 result = call->result;
	struct user_msghdr header = {};
	struct narrow_msghdr narrow = {};
	struct summing sum = {.pointer = pointer, .bytes = result};
	if (call->narrow) {
		bpf_probe_read_user(&narrow, sizeof(narrow), (void *)pointer);
		header.name = narrow.name;
		header.name_length = narrow.name_length;
		sum.step = sizeof(struct narrow_mmsghdr);
		sum.pointer += __builtin_offsetof(struct narrow_mmsghdr, length);
	} else {
		bpf_probe_read_user(&header, sizeof(header), (void *)pointer);
		sum.step = sizeof(struct user_mmsghdr);
		sum.pointer += __builtin_offsetof(struct user_mmsghdr, length);
	}
	if ((action == IN_MESSAGES || action == OUT_MESSAGES) && result > 0) {
		sum.bytes = 0;
		bpf_loop(result > 65536 ? 65536 : (__u32)result, add_message, &sum, 0);
		if (sum.unread)
			lose(LOSS_ARGUMENT);
	}
	return move(call->arguments[0], operation_of(call->rule), result, sum.bytes,
		    header.name_length ? header.name : 0);
}

/* A call that moves data, whatever way it was made. */
static __always_inline int move_any(const struct call *call)
{
	__u32 operation = operation_of(call->rule);
	__s64 result = call->result;
	__u32 from, to;
	switch (action_of(call->rule)) {
	case IN:
	case OUT:
		return move(call->arguments[0], operation, result, result, 0);
	case IN_FROM:
	case OUT_TO:
		return move(call->arguments[0], operation, result, result, call->arguments[4]);
	case COPY_1_2:
		from = call->arguments[0];
		to = call->arguments[1];
		break;
	case COPY_2_1:
		from = call->arguments[1];
		to = call->arguments[0];
		break;
	case COPY_1_3:
		from = call->arguments[0];
		to = call->arguments[2];
		break;
	default:
		return messages(call);
	}
	move(from, OP_READ, result, result, 0);
	return move(to, OP_WRITE, result, result, 0);
}

static __always_inline bool moves_data(__u32 action)
{
	return action <= COPY_1_3;
}

#endif
