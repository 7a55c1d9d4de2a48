/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Which system call means what (x86-64): what is to be done at it, and which operation it is. */
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
	MOUNT_AT_4,
	TRACE_1,
	TRACE_2,
	MEMORY_FILE,
	SIGNAL,           /* only failures: success is told by signal_generate */
};

#define CALLS 512
#define RULE(action, operation) ((action) << 8 | (operation))

const volatile __u16 rules[CALLS] = {
	[0] = RULE(IN, OP_READ),
	[1] = RULE(OUT, OP_WRITE),
	[17] = RULE(IN, OP_READ),    /* pread64 */
	[18] = RULE(OUT, OP_WRITE),  /* pwrite64 */
	[19] = RULE(IN, OP_READ),    /* readv */
	[20] = RULE(OUT, OP_WRITE),  /* writev */
	[295] = RULE(IN, OP_READ),   /* preadv */
	[296] = RULE(OUT, OP_WRITE), /* pwritev */
	[327] = RULE(IN, OP_READ),   /* preadv2 */
	[328] = RULE(OUT, OP_WRITE), /* pwritev2 */
	[278] = RULE(OUT, OP_WRITE), /* vmsplice */
	[44] = RULE(OUT_TO, OP_WRITE),
	[45] = RULE(IN_FROM, OP_READ),
	[46] = RULE(OUT_MESSAGE, OP_WRITE),
	[47] = RULE(IN_MESSAGE, OP_READ),
	[307] = RULE(OUT_MESSAGES, OP_WRITE),
	[299] = RULE(IN_MESSAGES, OP_READ),
	[40] = RULE(COPY_2_1, OP_READ),  /* sendfile */
	[275] = RULE(COPY_1_3, OP_READ), /* splice */
	[276] = RULE(COPY_1_2, OP_READ), /* tee */
	[326] = RULE(COPY_1_3, OP_READ), /* copy_file_range */
	[2] = RULE(OPEN, OP_OPEN),
	[85] = RULE(CREATE, OP_OPEN_FOR_WRITE),
	[257] = RULE(OPEN_AT, OP_OPEN),
	[437] = RULE(OPEN_HOW, OP_OPEN),
	[42] = RULE(CONNECT, OP_CONNECT),
	[43] = RULE(ACCEPT, OP_ACCEPT),
	[288] = RULE(ACCEPT, OP_ACCEPT), /* accept4 */
	[49] = RULE(BIND, OP_LISTEN),
	[50] = RULE(LISTEN, OP_LISTEN),
	[59] = RULE(EXECUTE, OP_EXECUTE),
	[322] = RULE(EXECUTE_AT, OP_EXECUTE),
	[87] = RULE(PATH_1, OP_DELETE),           /* unlink */
	[84] = RULE(PATH_1, OP_DELETE),           /* rmdir */
	[263] = RULE(PATH_AT_2, OP_DELETE),       /* unlinkat */
	[82] = RULE(PATH_2, OP_RENAME),           /* rename */
	[86] = RULE(PATH_2, OP_RENAME),           /* link */
	[88] = RULE(PATH_2, OP_RENAME),           /* symlink */
	[264] = RULE(PATH_AT_4, OP_RENAME),       /* renameat */
	[316] = RULE(PATH_AT_4, OP_RENAME),       /* renameat2 */
	[265] = RULE(PATH_AT_4, OP_RENAME),       /* linkat */
	[266] = RULE(PATH_AT_3_2, OP_RENAME),     /* symlinkat */
	[83] = RULE(PATH_1, OP_OPEN_FOR_WRITE),   /* mkdir */
	[258] = RULE(PATH_AT_2, OP_OPEN_FOR_WRITE), /* mkdirat */
	[76] = RULE(PATH_1, OP_OPEN_FOR_WRITE),   /* truncate */
	[90] = RULE(PATH_1, OP_CHANGE_MODE),      /* chmod */
	[92] = RULE(PATH_1, OP_CHANGE_MODE),      /* chown */
	[94] = RULE(PATH_1, OP_CHANGE_MODE),      /* lchown */
	[260] = RULE(PATH_AT_2, OP_CHANGE_MODE),  /* fchownat */
	[268] = RULE(PATH_AT_2, OP_CHANGE_MODE),  /* fchmodat */
	[452] = RULE(PATH_AT_2, OP_CHANGE_MODE),  /* fchmodat2 */
	[91] = RULE(ON_DESCRIPTOR, OP_CHANGE_MODE), /* fchmod */
	[93] = RULE(ON_DESCRIPTOR, OP_CHANGE_MODE), /* fchown */
	[308] = RULE(KERNEL_2, OP_SET_NAMESPACE), /* setns */
	[272] = RULE(KERNEL_1, OP_SET_NAMESPACE), /* unshare */
	[105] = RULE(KERNEL_0, OP_SET_IDENTITY),  /* setuid */
	[106] = RULE(KERNEL_0, OP_SET_IDENTITY),  /* setgid */
	[113] = RULE(KERNEL_0, OP_SET_IDENTITY),  /* setreuid */
	[114] = RULE(KERNEL_0, OP_SET_IDENTITY),  /* setregid */
	[116] = RULE(KERNEL_0, OP_SET_IDENTITY),  /* setgroups */
	[117] = RULE(KERNEL_0, OP_SET_IDENTITY),  /* setresuid */
	[119] = RULE(KERNEL_0, OP_SET_IDENTITY),  /* setresgid */
	[122] = RULE(KERNEL_0, OP_SET_IDENTITY),  /* setfsuid */
	[123] = RULE(KERNEL_0, OP_SET_IDENTITY),  /* setfsgid */
	[126] = RULE(KERNEL_0, OP_SET_IDENTITY),  /* capset */
	[165] = RULE(MOUNT_2, OP_MOUNT),
	[166] = RULE(MOUNT_1, OP_MOUNT),          /* umount2 */
	[155] = RULE(MOUNT_2, OP_MOUNT),          /* pivot_root */
	[429] = RULE(MOUNT_AT_4, OP_MOUNT),       /* move_mount */
	[101] = RULE(TRACE_2, OP_TRACE),          /* ptrace */
	[310] = RULE(TRACE_1, OP_TRACE),          /* process_vm_readv */
	[311] = RULE(TRACE_1, OP_TRACE),          /* process_vm_writev */
	[319] = RULE(MEMORY_FILE, OP_CREATE_MEMORY_FILE),
	[62] = RULE(SIGNAL, OP_SIGNAL),           /* kill */
	[200] = RULE(SIGNAL, OP_SIGNAL),          /* tkill */
	[234] = RULE(SIGNAL, OP_SIGNAL),          /* tgkill */
};

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
