/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Counts, in the kernel, what processes exchange with files, pipes and sockets: calls, bytes and
 * errors per (image, object, operation). Everything hangs on the exit of system calls: there the
 * registers still hold the arguments, the result is known, and the descriptor is still open.
 *
 * A call whose (image, object, operation) was counted in this interval already is added to its
 * slot, without a call of any helper. The first one in an interval also sees to it that image and
 * object are described to user space, *before* the count can be seen there.
 *
 * The programs are here. What they use is in kernel/, in the order of a call's way:
 *
 *   calls.h      which system call means what
 *   ways.h       where a call has its number and its arguments: x86-64, x32, i386
 *   watched.h    whose calls are counted
 *   keys.h       which object a call is about
 *   slots.h      the table of counts
 *   counting.h   adds to a count, or begins one and describes what it is about:
 *                images.h, objects.h with sockets.h and paths.h, sent by records.h
 *
 * and, of the calls that are not all alike, data_calls.h, path_calls.h, socket_calls.h and
 * control_calls.h. reading.h, structures.h and constants.h hold what is known of the kernel.
 */
#include "collector.h"
#include "kernel/calls.h"
#include "kernel/constants.h"
#include "kernel/control_calls.h"
#include "kernel/counting.h"
#include "kernel/data_calls.h"
#include "kernel/images.h"
#include "kernel/keys.h"
#include "kernel/reading.h"
#include "kernel/records.h"
#include "kernel/socket_calls.h"
#include "kernel/structures.h"
#include "kernel/watched.h"
#include "kernel/ways.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "Dual MIT/GPL";

/* A call of a way of its own, for any program. */
static __always_inline int on_narrow_call(struct task_struct *task, struct pt_regs *regs,
					  __u64 number, long result)
{
	struct call call = {.result = result};
	bool x32 = !(task->thread_info.status & COMPAT_CALL);
	if (retried(result) || !is_watched(task) || !narrow_call(regs, number, x32, &call))
		return 0;
	return moves_data(action_of(call.rule)) ? move_any(&call) : control(&call);
}

static __always_inline int on_other_call(struct pt_regs *regs, __u32 rule, long result)
{
	struct call call = {.result = result, .rule = rule};
	arguments_of(regs, &call);
	return moves_data(action_of(rule)) ? move_any(&call) : control(&call);
}

SEC("tp_btf/sys_exit")
int BPF_PROG(on_exit_of_call, struct pt_regs *regs, long result)
{
	if (mode == MODE_EMPTY)
		return 0;
	struct task_struct *task = bpf_get_current_task_btf();
	__u64 number = regs->orig_ax;
	/* before the number means anything: it is another call's on another way */
	if (task->thread_info.status & COMPAT_CALL || number - X32_MARK < CALLS)
		return on_narrow_call(task, regs, number, result);
	if (number >= CALLS)
		return 0;
	__u32 rule = rules[number];
	if (!rule || !is_watched(task) || retried(result))
		return 0;
	__u32 action = action_of(rule);
	if (action == IN || action == OUT)
		move_known(task, regs->di, operation_of(rule), result);
	else
		on_other_call(regs, rule, result);
	return 0;
}

/* ---- Life of processes. */

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child)
{
	if (child->pid != child->tgid || !is_watched(parent))
		return 0;
	struct fork_record record;
	__u8 yes = 1;
	__builtin_memset(&record, 0, sizeof(record));
	image_of(parent, &record.parent);
	image_described(&record.parent);
	record.child.start = child->start_boottime;
	record.child.tgid = child->tgid;
	record.child.executions = child->self_exec_id;
	record.cgroup = cgroup_of(child);
	record.network = BPF_CORE_READ(child, nsproxy, net_ns, ns.inum);
	number_in_namespace(child, &record.pid, &record.pid_namespace);
	if (send(&record, RECORD_FORK, sizeof(record)))
		bpf_map_update_elem(&described_images, &record.child, &yes, BPF_ANY);
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_execution, struct task_struct *task, int old_pid, struct linux_binprm *binary)
{
	if (!is_watched(task))
		return 0;
	struct image_key key;
	__u8 yes = 1;
	__builtin_memset(&key, 0, sizeof(key));
	image_of(task, &key);
	if (describe_image((__u64)BPF_CORE_READ(binary, filename), true))
		bpf_map_update_elem(&described_images, &key, &yes, BPF_ANY);
	return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_end, struct task_struct *task)
{
	if (task->signal->live.counter != 0 || !is_watched(task))
		return 0;
	struct exit_record record;
	__builtin_memset(&record, 0, sizeof(record));
	image_of(task, &record.image);
	record.code = task->signal->group_exit_code;
	if (!record.code)
		record.code = task->exit_code;
	if (bpf_map_lookup_elem(&described_images, &record.image)) {
		send(&record, RECORD_EXIT, sizeof(record));
		bpf_map_delete_elem(&described_images, &record.image);
	}
	return 0;
}

SEC("tp_btf/signal_generate")
int BPF_PROG(on_signal, int signal, struct kernel_siginfo *information, struct task_struct *target,
	     int group, int result)
{
	struct task_struct *task = bpf_get_current_task_btf();
	/* 0 and 1 stand for the kernel's own, other codes for timers, faults and the like */
	if ((__u64)information < 4096 || target->tgid == task->tgid || !is_watched(task))
		return 0;
	int code = BPF_CORE_READ(information, si_code);
	if (code != SENT_BY_KILL && code != SENT_BY_QUEUE && code != SENT_BY_TKILL)
		return 0;
	on_kernel(KIND_PROCESS, OP_SIGNAL, target->tgid, target->group_leader->start_boottime, 0);
	return 0;
}

/* A process was moved to another control group: describe it again. */
SEC("tp_btf/cgroup_attach_task")
int BPF_PROG(on_move, struct cgroup *group, const char *path, struct task_struct *task)
{
	struct image_key key;
	__builtin_memset(&key, 0, sizeof(key));
	image_of(task, &key);
	bpf_map_delete_elem(&described_images, &key);
	return 0;
}

SEC("tp_btf/cgroup_mkdir")
int BPF_PROG(on_new_cgroup, struct cgroup *group, const char *path)
{
	struct description *room = bpf_map_lookup_elem(&scratch, &ZERO);
	if (!room)
		return 0;
	__builtin_memset(&room->image, 0, sizeof(room->image));
	room->path_length = room->folder_length = room->arguments_length = 0;
	room->begun.cgroup = group->kn->id;
	long length = bpf_probe_read_kernel_str(room->texts, LONGEST_TEXT, path);
	room->given_length = length > 0 ? length : 0;
	/* no loss where there is no room: the loader looks for groups that it does not know */
	handed_over(room, RECORD_CGROUP, with_texts(room->given_length));
	return 0;
}

/* ---- A connect that had to wait has come through, or not. May run in an interrupt. */

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(on_state, const struct sock *socket, int before, int after)
{
	if (before != SYN_SENT)
		return 0;
	__u64 key_of_waiting = (__u64)socket;
	struct waiting_connect *waiting = bpf_map_lookup_elem(&waiting_connects, &key_of_waiting);
	if (!waiting)
		return 0;
	struct count_key key;
	__builtin_memset(&key, 0, sizeof(key));
	key.image = waiting->image;
	key.object = waiting->object;
	key.operation = OP_CONNECT;
	struct waiting_group whose = waiting->whose;
	bpf_map_delete_elem(&waiting_connects, &key_of_waiting);
	/* not count(): that runs on this CPU's scratch and count, which this may have interrupted */
	struct count_record record;
	__builtin_memset(&record, 0, sizeof(record));
	record.key = key;
	record.calls = 1;
	record.errors = after != ESTABLISHED;
	if (!handed_over(&record, RECORD_COUNT, sizeof(record)))
		lose_of(&whose, LOSS_COUNT);
	return 0;
}

/* ---- io_uring: what has completed. */

SEC("?tp_btf/io_uring_complete")
int BPF_PROG(on_ring_completion, void *ring, void *request, struct io_uring_cqe *completion)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct io_kiocb *io = request;
	if (!io || !is_watched(task))
		return 0;
	int operation = operation_of_ring(BPF_CORE_READ(io, opcode));
	if (operation < 0)
		return 0;
	long result = BPF_CORE_READ(completion, res);
	struct file *file = BPF_CORE_READ(io, file);
	if (retried(result) || !file)
		return 0;
	struct count_key key;
	struct meeting met;
	begin(task, &key, &met);
	bool socket = key_of(file, &key, &met, 0);
	key.operation = operation_on(socket, operation);
	count(&key, &met, result < 0 ? 0 : result, result < 0);
	return 0;
}

/* Run once by the loader: which process it is in the first pid namespace. */
SEC("raw_tp")
int know_own_process(void *context)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	own_process = bpf_get_current_pid_tgid() >> 32;
	own_parent = BPF_CORE_READ(task, real_parent, tgid);
	return 0;
}

