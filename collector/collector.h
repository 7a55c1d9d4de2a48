/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the program in the kernel and its loader say to each other. Not the stream: see STREAM.md. */
#ifndef DISTAPPGUARD_COLLECTOR_H
#define DISTAPPGUARD_COLLECTOR_H

#ifdef __bpf__
#include "kernel/structures.h" /* which has the types of numbers */
#else
#include <linux/types.h>
#endif

/* What the programs do at a call; beside counting for measuring only. */
enum mode {
	MODE_COUNTS,
	MODE_EVENTS, /* a record a call */
	MODE_EMPTY,  /* nothing */
};

/* At so many depths control groups can be watched; up to so many are compared one by one. */
#define DEPTHS 4
#define FEW 4

/* One executable run by one process. */
struct image_key {
	__u64 start; /* of the process, ns since boot: tells processes of one number apart */
	__u32 tgid;
	__u32 executions; /* the kernel's count of execve, inherited over fork */
};

/*
 * What is read from or written to. Files: `id` is the inode, `place` mixes name, folder and mount,
 * so that a renamed file, or an inode used anew, is another object. Others: see enum kind.
 */
struct object_key {
	__u64 id;
	__u64 place;
};

struct count_key {
	struct image_key image;
	struct object_key object;
	__u32 operation;
	__u32 padding;
};

/*
 * A key with its count: a line of the processor's cache. Found with one look, and no other line is
 * touched.
 */
struct slot {
	struct count_key key;
	__u64 calls;
	__u64 bytes;
	__u32 errors;
	__u32 state;
};

/* States of a slot. A ready one may say besides what is not described yet, because the ring buffer
 * was full. */
#define SLOT_EMPTY 0
#define SLOT_BEING_WRITTEN 1
#define SLOT_READY 2
#define OBJECT_UNDESCRIBED 4
#define IMAGE_UNDESCRIBED 8

/* Codes of the stream; they are the operations of DistAppGuard in their order. */
enum operation {
	OP_READ,
	OP_WRITE,
	OP_SEND,
	OP_RECEIVE,
	OP_CONNECT,
	OP_ACCEPT,
	OP_LISTEN,
	OP_EXECUTE,
	OP_FORK,
	OP_EXIT,
	OP_OPEN,
	OP_OPEN_FOR_WRITE,
	OP_DELETE,
	OP_RENAME,
	OP_SET_NAMESPACE,
	OP_MOUNT,
	OP_TRACE,
	OP_SET_IDENTITY,
	OP_CREATE_MEMORY_FILE,
	OP_CHANGE_MODE,
	OP_SIGNAL,
	OP_EXTEND_KERNEL,
};

/* Codes of the stream. */
enum kind {
	KIND_UNKNOWN,
	KIND_FILE,       /* path */
	KIND_PIPE,       /* inode */
	KIND_ANONYMOUS,  /* name the kernel gives, descriptor it was first seen under */
	KIND_SOCKET,     /* transport and addresses */
	KIND_KERNEL,     /* number of the system call and one argument */
	KIND_PROCESS,    /* number and start of the target */
	KIND_PROCESS_ID, /* number of the target in a pid namespace */
	KIND_MOUNT,      /* path */
	KIND_MEMORY_FILE, /* name */
};

/* Why something was lost. Codes of the stream. */
enum loss {
	LOSS_RECORD,      /* ring buffer full: a description or life-cycle event */
	LOSS_COUNT,       /* map of counts and ring buffer full: a call */
	LOSS_DESCRIPTOR,  /* the descriptor was closed by another thread before the call returned */
	LOSS_ARGUMENT,    /* memory of the process could not be read */
	LOSS_32_BIT,      /* a call of a 32-bit program: not decoded */
	LOSS_SKIPPED,     /* the kernel did not run the program (nested on one CPU) */
	LOSSES,
};

/* Losses are counted by control group, down to this many levels below the root. */
#define LOSS_LEVELS 8

struct loss_key {
	__u64 group;
	__u16 reason;
	__u16 below; /* whether it is of what lies below the group besides, for that has no place */
	__u32 turn;
};

struct lost {
	__u64 count;
	__u64 groups[LOSS_LEVELS]; /* from the first level down to it, and perhaps further; 0: none */
};

/* Places that a group, with what lies below it, takes among the losses of a turn. */
struct share_key {
	__u64 group;
	__u64 turn;
};

/* Begin of every record of the ring buffer. */
struct record {
	__u32 type;
	__u32 length; /* of the whole */
	__u64 time;   /* CLOCK_BOOTTIME, ns */
};

enum {
	RECORD_IMAGE = 1,
	RECORD_FORK,
	RECORD_EXIT,
	RECORD_OBJECT,
	RECORD_COUNT,
	RECORD_EVICTED, /* a count for which the map had no room */
	RECORD_CGROUP,  /* a description: `begun.cgroup`, and the path in `given` */
};

/* Room for the texts of a record, and how long the longest of each kind may be. */
#define TEXTS 8192
#define LONGEST_TEXT 512
#define LONGEST_NAME 256
#define LONGEST_ARGUMENTS 8192

struct fork_record {
	struct record record;
	struct image_key parent;
	struct image_key child;
	__u64 cgroup;
	__u32 network;
	__u32 pid_namespace;
	__u32 pid;
	__u32 padding;
};

struct exit_record {
	struct record record;
	struct image_key image;
	__u32 code;
	__u32 padding;
};

struct socket_description {
	__u16 family;
	__u16 type;
	__u16 protocol;
	__u16 local_port;  /* host order */
	__u16 remote_port; /* host order */
	__u16 local_length;  /* of a unix name */
	__u16 remote_length;
	__u16 padding;
	__u32 network;
	__u32 padding2;
	__u64 inode;
	__u64 peer_inode;
	__u8 local[16];
	__u8 remote[16];
	char local_name[108];
	char remote_name[108];
};

struct image_body {
	__u64 cgroup;
	__u32 network;
	__u32 pid_namespace;
	__u32 pid; /* in that namespace */
	__u32 parent;
	__u32 executed; /* whether it begins now, by an execve */
	__u32 padding;
};

struct object_body {
	struct object_key object;
	__u32 kind;
	__u32 descriptor;
	__u64 number;   /* inode, system call, process number */
	__u64 argument; /* of the system call, start of the process, pid namespace */
	struct socket_description socket;
};

/*
 * An image or an object. Texts, one behind the other, each `..._length` long:
 * path    names from leaf to root, each ended by NUL: of the executable, of the file, or of the
 *         folder that `given` is relative to;
 * given   the file name a program gave; for an image the one given to execve;
 * folder  of an image: the working folder, as names;
 * arguments  of an image, each ended by NUL.
 */
struct description {
	struct record record;
	struct image_key image; /* described, or who met the object first */
	__u32 path_length;
	__u32 given_length;
	__u32 folder_length;
	__u32 arguments_length;
	union {
		struct image_body begun;
		struct object_body met;
	};
	char texts[TEXTS + LONGEST_ARGUMENTS];
};

struct count_record {
	struct record record;
	struct count_key key;
	__u64 calls;
	__u64 bytes;
	__u64 errors;
};

#endif
