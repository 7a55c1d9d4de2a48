/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Constants of the kernel that its BTF does not hold (x86-64). */
#ifndef DISTAPPGUARD_KERNEL_CONSTANTS_H
#define DISTAPPGUARD_KERNEL_CONSTANTS_H

/* Results of system calls. */
#define AGAIN (-11)
#define INTERRUPTED (-4)
#define BAD_DESCRIPTOR (-9)
#define BAD_ADDRESS (-14)
#define IN_PROGRESS (-115)
#define ALREADY (-114)
#define RESTART_FIRST (-516)
#define RESTART_LAST (-512)

/* Files. */
#define TYPE_OF_FILE 0170000
#define SOCKET_FILE 0140000
#define FIFO_FILE 0010000
#define PIPE_FILE_SYSTEM 0x50495045
#define ANONYMOUS_FILE_SYSTEM 0x09041934
#define PROCESS_FILE_SYSTEM 0x50494446
#define OPEN_FLAGS_WRITE (01 | 02 | 0100 | 01000) /* O_WRONLY, O_RDWR, O_CREAT, O_TRUNC */
#define WORKING_FOLDER (-100)

/* Sockets. */
#define FAMILY_UNIX 1
#define FAMILY_INET 2
#define FAMILY_INET6 10
#define STREAM 1
#define ESTABLISHED 1
#define SYN_SENT 2
#define CLOSED 7

/* Tasks, their memory, and who sent them a signal. */
#define COMPAT_CALL 2 /* by the gate of i386 */
#define X32_MARK 0x40000000 /* on the number of a call of x32 */
#define PAGE 4096
#define SENT_BY_KILL 0
#define SENT_BY_QUEUE (-1)
#define SENT_BY_TKILL (-6)

#endif
