/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What is to be done at a system call, and which operation it is. Which call means what stands in
 * the table of system calls, of which rules.awk makes rules.h when the collector is built.
 */
#ifndef DISTAPPGUARD_KERNEL_CALLS_H
#define DISTAPPGUARD_KERNEL_CALLS_H

#include "../collector.h"
#include "constants.h"
#include "structures.h"

#include <bpf/bpf_helpers.h>

enum action {
	NONE,
	IN,               /* data into the process; descriptor is argument 1 */
	OUT,
	IN_FROM,          /* recvfrom: address in argument 5 */
	OUT_TO,
	IN_MESSAGE,       /* recvmsg: header in argument 2 */
	OUT_MESSAGE,
	IN_MESSAGES,
	OUT_MESSAGES,
	COPY_1_2,         /* from descriptor in argument 1 to that in argument 2 */
	COPY_2_1,
	COPY_1_3,
	OPEN_AT,
	OPEN,
	CREATE,
	OPEN_HOW,
	OPEN_HANDLE,
	CONNECT,
	ACCEPT,
	BIND,
	LISTEN,
	EXECUTE,          /* only failures: success is told by sched_process_exec */
	EXECUTE_AT,
	PATH_1,           /* a path in argument 1, relative to the working folder */
	PATH_2,
	PATH_AT_2,        /* folder in argument 1, path in argument 2 */
	PATH_AT_4,
	PATH_AT_3_2,      /* symlinkat: folder in argument 2, path in argument 3 */
	ON_DESCRIPTOR,
	KERNEL_0,         /* nothing but that it was called */
	KERNEL_1,         /* argument 1 tells what */
	KERNEL_2,
	MOUNT_1,
	MOUNT_2,
	MOUNT_AT_2,
	MOUNT_AT_4,
	ATTRIBUTE_1,      /* of the path in argument 1, named in argument 2; counts if of capabilities */
	ATTRIBUTE_AT_2,   /* folder in argument 1, path in 2, name in 4 */
	ATTRIBUTE_OF_DESCRIPTOR,
	TRACE_1,
	TRACE_2,
	TRACE_DESCRIPTOR, /* argument 1 is a descriptor that stands for a process */
	MEMORY_FILE,
	SIGNAL,           /* only failures: success is told by signal_generate */
	SOCKETCALL,       /* i386: argument 1 says which call, its arguments are where 2 points */
};

/* More than any architecture has numbers, a power of two. */
#define CALLS 1024

/* `number` is what x86-64 calls the call by, for those that are told by it. */
#define RULE(action, operation, number) ((number) << 16 | (action) << 8 | (operation))

#include "rules.h"

/* A call that was made, told alike for every way of calling. */
struct call {
	__u64 arguments[6];
	__s64 result;
	__u32 rule;
	__u32 narrow; /* its structures hold addresses and lengths of 32 bits */
};

static __always_inline __u32 operation_of(__u32 rule)
{
	return rule & 0xff;
}

static __always_inline __u32 action_of(__u32 rule)
{
	return rule >> 8 & 0xff;
}

static __always_inline __u32 number_of(__u32 rule)
{
	return rule >> 16;
}

/* The same for io_uring's operations that move data (include/uapi/linux/io_uring.h); -1 for others. */
static __always_inline int operation_of_ring(__u8 opcode)
{
	switch (opcode) {
	case 1:  /* readv */
	case 4:  /* read into a registered buffer */
	case 22: /* read */
	case 10: /* recvmsg */
	case 27: /* recv */
	case 49: /* read, multishot */
		return OP_READ;
	case 2:  /* writev */
	case 5:  /* write of a registered buffer */
	case 23: /* write */
	case 9:  /* sendmsg */
	case 26: /* send */
	case 47: /* send without copying */
	case 48: /* sendmsg without copying */
		return OP_WRITE;
	default:
		return -1;
	}
}

/* Calls that only say "try again". */
static __always_inline bool retried(long result)
{
	return result == AGAIN || result == INTERRUPTED ||
	       (result >= RESTART_FIRST && result <= RESTART_LAST);
}

#endif
