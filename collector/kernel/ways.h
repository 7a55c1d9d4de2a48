/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The ways of making a system call: where each has its number and its arguments. Any program may go
 * any of them, so a call's number alone says nothing.
 */
#ifndef DISTAPPGUARD_KERNEL_WAYS_H
#define DISTAPPGUARD_KERNEL_WAYS_H

#include "calls.h"
#include "constants.h"
#include "records.h"

static __always_inline void arguments_of(struct pt_regs *regs, struct call *call)
{
	call->arguments[0] = BPF_CORE_READ(regs, di);
	call->arguments[1] = BPF_CORE_READ(regs, si);
	call->arguments[2] = BPF_CORE_READ(regs, dx);
	call->arguments[3] = BPF_CORE_READ(regs, r10);
	call->arguments[4] = BPF_CORE_READ(regs, r8);
	call->arguments[5] = BPF_CORE_READ(regs, r9);
}

/* By the gate of i386, which 64-bit programs may use too: the upper halves mean nothing. */
static __always_inline void arguments_of_i386(struct pt_regs *regs, struct call *call)
{
	call->arguments[0] = (__u32)BPF_CORE_READ(regs, bx);
	call->arguments[1] = (__u32)BPF_CORE_READ(regs, cx);
	call->arguments[2] = (__u32)BPF_CORE_READ(regs, dx);
	call->arguments[3] = (__u32)BPF_CORE_READ(regs, si);
	call->arguments[4] = (__u32)BPF_CORE_READ(regs, di);
	call->arguments[5] = (__u32)BPF_CORE_READ(regs, bp);
}

/* Takes the place of a socketcall: the call it stands for. False where that cannot be told. */
static __always_inline bool unfold_socketcall(struct call *call)
{
	__u32 words[6] = {};
	__u64 number = call->arguments[0];
	void *pointer = (void *)call->arguments[1];
	if (number >= CALLS)
		return false;
	call->rule = rules_of_socketcall[number];
	if (!call->rule)
		return false;
	/* it has as many as the call takes, and may end where its page does */
	if (bpf_probe_read_user(words, 24, pointer) && bpf_probe_read_user(words, 16, pointer) &&
	    bpf_probe_read_user(words, 12, pointer) && bpf_probe_read_user(words, 8, pointer)) {
		if (call->result != BAD_ADDRESS)
			lose(LOSS_32_BIT);
		return false;
	}
	for (int index = 0; index < 6; index++)
		call->arguments[index] = words[index];
	return true;
}

/* A call by the gate of i386, or with a number of x32. False where it means nothing. */
static __always_inline bool narrow_call(struct pt_regs *regs, __u64 number, bool x32,
					struct call *call)
{
	number = x32 ? number & ~X32_MARK : (__u32)number;
	if (number >= CALLS)
		return false;
	call->rule = x32 ? rules_of_x32[number] : rules_of_i386[number];
	if (!call->rule)
		return false;
	call->narrow = true;
	if (x32)
		arguments_of(regs, call);
	else
		arguments_of_i386(regs, call);
	return action_of(call->rule) != SOCKETCALL || unfold_socketcall(call);
}

#endif
