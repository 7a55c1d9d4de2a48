/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Everything but moving data: what each action of calls.h does. */
#ifndef DISTAPPGUARD_KERNEL_CONTROL_CALLS_H
#define DISTAPPGUARD_KERNEL_CONTROL_CALLS_H

#include "calls.h"
#include "data_calls.h"
#include "path_calls.h"
#include "socket_calls.h"

/* Counts a call that is about the kernel or a process: `number` and `argument` say what. */
ONCE int on_kernel(__u32 kind, __u32 operation, __u64 number, __u64 argument, __u32 failed)
{
	struct count_key key;
	struct meeting met;
	begin(bpf_get_current_task_btf(), &key, &met);
	met.kind = kind;
	met.number = number;
	met.argument = argument;
	key.object.id = mix(number, argument);
	key.object.place = mix(kind, argument) | 3ull << 62;
	key.operation = operation;
	count(&key, &met, 0, failed);
	return 0;
}

/* A process by a descriptor that stands for it, as far as it does. */
static __always_inline void on_process_of(__u32 descriptor, __u32 operation, bool failed)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct file *file = file_of(task, descriptor);
	__u64 magic = BPF_CORE_READ(file, f_inode, i_sb, s_magic);
	struct pid *pid = NULL;
	struct upid number = {};
	__u32 own, namespace;
	number_in_namespace(task, &own, &namespace);
	if (magic == PROCESS_FILE_SYSTEM) /* Linux 6.9 */
		pid = BPF_CORE_READ(file, f_inode, i_private);
	else if (magic == ANONYMOUS_FILE_SYSTEM && !failed)
		pid = BPF_CORE_READ(file, private_data);
	__u32 level = BPF_CORE_READ(task, thread_pid, level);
	if (pid)
		bpf_core_read(&number, bpf_core_type_size(struct upid), &pid->numbers[level & 31]);
	on_kernel(KIND_PROCESS_ID, operation, (__u32)number.nr, namespace, failed);
}

/* Whether an attribute of a file is the one that holds capabilities. */
static __always_inline bool is_capability(__u64 name)
{
	static const char wanted[] = "security.capability";
	char given[sizeof(wanted)] = {};
	bpf_probe_read_user_str(given, sizeof(given), (void *)name);
	for (__u32 index = 0; index < sizeof(wanted); index++)
		if (given[index] != wanted[index])
			return false;
	return true;
}

/* A process by the number the caller knows it by. */
static __always_inline void on_process(__u64 number, __u32 operation, bool failed)
{
	__u32 own, namespace;
	number_in_namespace(bpf_get_current_task_btf(), &own, &namespace);
	on_kernel(KIND_PROCESS_ID, operation, (__u32)number, namespace, failed);
}

ONCE int control(const struct call *call)
{
	if (!call)
		return 0;
	__s64 result = call->result;
	__u32 failed = outcome_of(result);
	__u32 operation = operation_of(call->rule);
	__u32 action = action_of(call->rule);
	__u64 first = call->arguments[0];
	__u64 second = call->arguments[1];
	__u64 third = call->arguments[2];
	__u64 fourth = call->arguments[3];
	switch (action) {
	case OPEN_AT:
		open(second, first, third, result);
		break;
	case OPEN:
		open(first, WORKING_FOLDER, second, result);
		break;
	case CREATE:
		open(first, WORKING_FOLDER, OPEN_FLAGS_WRITE, result);
		break;
	case OPEN_HOW: {
		__u64 flags = 0;
		if (bpf_probe_read_user(&flags, sizeof(flags), (void *)third) && failed != WITHOUT_MEMORY)
			lose(LOSS_ARGUMENT);
		open(second, first, flags, result);
		break;
	}
	case OPEN_HANDLE:
		/* what it is looked up in stands for what could not be opened */
		if (failed)
			move(first, third & OPEN_FLAGS_WRITE ? OP_OPEN_FOR_WRITE : OP_OPEN, result, 0, 0);
		else
			opened(third, result);
		break;
	case CONNECT:
		if (result == ALREADY)
			break;
		if (failed == FAILED && result != IN_PROGRESS)
			refused(first, second, operation);
		else
			on_socket(first, operation, result);
		break;
	case BIND:
		if (failed == FAILED)
			refused(first, second, operation);
		else
			on_socket(first, operation, result);
		break;
	case LISTEN:
		on_socket(first, operation, result);
		break;
	case ACCEPT:
		on_socket(failed ? first : result, operation, result);
		break;
	case EXECUTE:
		if (failed)
			on_path(first, WORKING_FOLDER, operation, KIND_FILE, failed);
		break;
	case EXECUTE_AT:
		if (failed)
			on_path(second, first, operation, KIND_FILE, failed);
		break;
	case PATH_1:
		on_path(first, WORKING_FOLDER, operation, KIND_FILE, failed);
		break;
	case PATH_2:
		on_path(second, WORKING_FOLDER, operation, KIND_FILE, failed);
		break;
	case PATH_AT_2:
		on_path(second, first, operation, KIND_FILE, failed);
		break;
	case PATH_AT_4:
		on_path(fourth, third, operation, KIND_FILE, failed);
		break;
	case PATH_AT_3_2:
		on_path(third, second, operation, KIND_FILE, failed);
		break;
	case ON_DESCRIPTOR:
		move(first, operation, result, 0, 0);
		break;
	case KERNEL_0:
		on_kernel(KIND_KERNEL, operation, number_of(call->rule), 0, failed);
		break;
	case KERNEL_1:
	case KERNEL_2:
		on_kernel(KIND_KERNEL, operation, number_of(call->rule), action == KERNEL_1 ? first : second, failed);
		if (!failed) {
			/* its namespaces have changed: describe it again */
			struct image_key key;
			__builtin_memset(&key, 0, sizeof(key));
			image_of(bpf_get_current_task_btf(), &key);
			bpf_map_delete_elem(&described_images, &key);
		}
		break;
	case MOUNT_1:
		on_path(first, WORKING_FOLDER, operation, KIND_MOUNT, failed);
		break;
	case MOUNT_2:
		on_path(second, WORKING_FOLDER, operation, KIND_MOUNT, failed);
		break;
	case MOUNT_AT_2:
		on_path(second, first, operation, KIND_MOUNT, failed);
		break;
	case ATTRIBUTE_1:
		if (is_capability(second))
			on_path(first, WORKING_FOLDER, operation, KIND_FILE, failed);
		break;
	case ATTRIBUTE_AT_2:
		if (is_capability(fourth))
			on_path(second, first, operation, KIND_FILE, failed);
		break;
	case ATTRIBUTE_OF_DESCRIPTOR:
		if (is_capability(second))
			move(first, operation, result, 0, 0);
		break;
	case TRACE_DESCRIPTOR:
		on_process_of(first, operation, failed);
		break;
	case MOUNT_AT_4:
		on_path(fourth, third, operation, KIND_MOUNT, failed);
		break;
	case TRACE_1:
		on_process(first, operation, failed);
		break;
	case TRACE_2:
		on_process(second, operation, failed);
		break;
	case SIGNAL:
		if (failed)
			on_process(first, operation, true);
		break;
	case MEMORY_FILE:
		on_path(first, WORKING_FOLDER, operation, KIND_MEMORY_FILE, failed);
		break;
	}
	return 0;
}

#endif
