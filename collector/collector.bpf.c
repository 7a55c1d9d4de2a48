/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Counts, in the kernel, what processes exchange with files, pipes and sockets: calls, bytes and
 * errors per (image, object, operation). Everything hangs on the exit of system calls: there the
 * registers still hold the arguments, the result is known, and the descriptor is still open.
 *
 * A call whose (image, object, operation) was counted in this interval already is added to its
 * slot, without a call of any helper. The first one in an interval also sees to it that image and
 * object are described to user space, *before* the count can be seen there.
 */
#include "kernel.h"
#include "collector.h"

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "Dual MIT/GPL";

/* ---- What the loader sets before loading. */

enum { COUNT_IN_KERNEL, EVERY_EVENT, EMPTY };
const volatile __u32 mode = COUNT_IN_KERNEL;

/* Depths below the root at which watched control groups lie; none: everything is watched. */
#define DEPTHS 4
const volatile __u32 depths = 0;
const volatile __s32 depth[DEPTHS] = {};

/* The watched control groups where they are few; else those of `watched_cgroups`. */
#define FEW 4
const volatile __u32 few = 0;
const volatile __u64 few_cgroups[FEW] = {};

/* Slots of one turn, a power of two, and how many of them may be taken. */
const volatile __u32 slots_of_turn = 0;
const volatile __u32 most_counts = 0;
const volatile __u64 seed = 0; /* so that nobody outside can choose what meets in one slot */
const volatile bool excludes_parent = false;
const volatile __u64 wakes_at = 1 << 20; /* bytes waiting in the ring buffer */

/* ---- What both see. */

__u32 own_process;
__u32 own_parent;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, __u8);
} watched_cgroups SEC(".maps");

/*
 * The counts of two turns: programs count into the slots of one while the loader reads and empties
 * those of the other. Where a key's slot is follows from the key; one that is taken by another key
 * sends it on.
 */
__u32 turn;
__u32 taken[2]; /* slots of each turn; may be above most_counts when there were too few */

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

/* Which slots are taken, in the order in which they were: most_counts for each turn. Of
 * eight bytes, as far apart as an array puts its values. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} taken_slots SEC(".maps");

/*
 * Nothing is looked up in it. The kernel lets an update of a map of maps return when no program
 * runs any more that began before it (maybe_wait_bpf_programs): so the loader knows, after it has
 * changed `turn`, that the other turn is its own.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} quiescence SEC(".maps");

/* What was described to user space. Losing an entry only describes it once more. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, struct object_key);
	__type(value, __u8);
} described_objects SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct image_key);
	__type(value, __u8);
} described_images SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4 << 20);
} records SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, LOSSES);
	__type(key, __u32);
	__type(value, __u64);
} losses SEC(".maps");

/* A connect that has not come through yet, by its socket: who asked. */
struct waiting_connect {
	struct image_key image;
	struct object_key object;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8192);
	__type(key, __u64);
	__type(value, struct waiting_connect);
} waiting_connects SEC(".maps");

/* ---- Room to build records in. Preemption is off in these programs, so one a CPU will do;
 * what nests in an interrupt builds no descriptions. */

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct description);
} scratch SEC(".maps");

/* ---- Which system call means what (x86-64). */

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

/* Constants of the kernel that BTF does not hold. */
#define AGAIN (-11)
#define INTERRUPTED (-4)
#define BAD_DESCRIPTOR (-9)
#define IN_PROGRESS (-115)
#define ALREADY (-114)
#define EXISTS (-17)
#define RESTART_FIRST (-516)
#define RESTART_LAST (-512)
#define TYPE_OF_FILE 0170000
#define SOCKET_FILE 0140000
#define FIFO_FILE 0010000
#define PIPE_FILE_SYSTEM 0x50495045
#define SOCKET_FILE_SYSTEM 0x534F434B
#define ANONYMOUS_FILE_SYSTEM 0x09041934
#define MODE_WRITE 2
#define OPEN_FLAGS_WRITE (01 | 02 | 0100 | 01000) /* O_WRONLY, O_RDWR, O_CREAT, O_TRUNC */
#define FAMILY_UNIX 1
#define FAMILY_INET 2
#define FAMILY_INET6 10
#define STREAM 1
#define ESTABLISHED 1
#define SYN_SENT 2
#define CLOSED 7
#define WORKING_FOLDER (-100)
#define COMPAT_CALL 2
#define PAGE 4096
#define SENT_BY_KILL 0
#define SENT_BY_QUEUE (-1)
#define SENT_BY_TKILL (-6)

/* Objects without a kernel object: `place` says which kind, high enough never to meet a mix. */
#define PLACE_SOCKET 1
#define PLACE_ADDRESS 2
#define PLACE_BOUND 3
#define PLACE_KERNEL 4
#define PLACE_PROCESS 5
#define PLACE_PROCESS_ID 6

static const __u32 ZERO = 0;

/*
 * Functions that are not static are verified by the kernel once, by themselves, and not anew for
 * every path that leads to them; they must return a number and take numbers or whole structures.
 */
#define ONCE __noinline

/*
 * From Linux 6.2 on a pointer may be declared to be of a kernel's type, and is then read by a plain
 * load rather than by a call of bpf_probe_read_kernel(): a third of the cost of a counted call.
 * Neither faults. Older kernels see the other branch alone, for `casts` is constant to them.
 */
const volatile bool casts = false;
extern void *bpf_rdonly_cast(const void *pointer, __u32 type) __ksym __weak;

#define CAST(type, pointer) ((type *)bpf_rdonly_cast(pointer, bpf_core_type_id_kernel(type)))

/* A field behind one pointer. */
#define READ(pointer, type, field) \
	(casts ? CAST(type, pointer)->field : BPF_CORE_READ((type *)(pointer), field))

/* ---- Small things. */

static __always_inline void lose(__u32 reason)
{
	__u64 *lost = bpf_map_lookup_elem(&losses, &reason);
	if (lost)
		(*lost)++;
}

static __always_inline __u64 mix(__u64 state, __u64 value)
{
	state = (state ^ value) * 0x9E3779B97F4A7C15ull;
	return state ^ state >> 29;
}

static __always_inline bool retried(long result)
{
	return result == AGAIN || result == INTERRUPTED ||
	       (result >= RESTART_FIRST && result <= RESTART_LAST);
}

/*
 * The control group at a level above the current task; 0 where there is none. Linux 6.1 has all
 * those above in a row at the end of a group. Calling the helper takes longer than the count itself
 * where returns are made safe against speculation (spec_rstack_overflow), for it calls others.
 */
static __always_inline __u64 group_at(struct task_struct *task, __s32 level)
{
	if (!casts || !bpf_core_field_exists(struct cgroup, ancestors))
		return bpf_get_current_ancestor_cgroup_id(level);
	struct cgroup *own = task->cgroups->dfl_cgrp;
	if (level < 0 || own->level < level)
		return 0;
	void *place = (void *)own + bpf_core_field_offset(struct cgroup, ancestors) +
		      level * sizeof(struct cgroup *);
	struct cgroup *group = (struct cgroup *)CAST(struct list_head, place)->next;
	return CAST(struct cgroup, group)->kn->id;
}

static __always_inline bool is_watched(struct task_struct *task)
{
	__u32 process = task->tgid;
	if (process == own_process || (excludes_parent && process == own_parent))
		return false;
	if (!depths)
		return true;
	for (__u32 index = 0; index < DEPTHS; index++) {
		if (index >= depths)
			break;
		__u64 cgroup = group_at(task, depth[index]);
		if (!cgroup)
			continue;
		if (few) {
			for (__u32 other = 0; other < FEW; other++)
				if (other < few && few_cgroups[other] == cgroup)
					return true;
		} else if (bpf_map_lookup_elem(&watched_cgroups, &cgroup)) {
			return true;
		}
	}
	return false;
}

static __always_inline void image_of(struct task_struct *task, struct image_key *key)
{
	key->start = task->group_leader->start_boottime;
	key->tgid = task->tgid;
	key->executions = task->self_exec_id;
}

static __always_inline struct file *file_of(struct task_struct *task, __u32 descriptor)
{
	struct file *file = NULL;
	struct fdtable *table = task->files->fdt;
	if (descriptor >= table->max_fds)
		return NULL;
	struct file **slot = table->fd + descriptor;
	if (casts) /* a list head begins with a pointer, too */
		return (struct file *)CAST(struct list_head, slot)->next;
	bpf_probe_read_kernel(&file, sizeof(file), slot);
	return file;
}

static __always_inline __u64 wakeup(void)
{
	return bpf_ringbuf_query(&records, BPF_RB_AVAIL_DATA) >= wakes_at ? BPF_RB_FORCE_WAKEUP
									  : BPF_RB_NO_WAKEUP;
}

static __always_inline bool send(void *record, __u32 type, __u64 length)
{
	struct record *head = record;
	head->type = type;
	head->length = length;
	head->time = bpf_ktime_get_ns();
	if (bpf_ringbuf_output(&records, record, length,
			       type == RECORD_EVICTED ? BPF_RB_FORCE_WAKEUP : wakeup()) == 0)
		return true;
	lose(type == RECORD_COUNT || type == RECORD_EVICTED ? LOSS_COUNT : LOSS_RECORD);
	return false;
}

/* ---- Texts of descriptions. */

static __always_inline struct mount *mount_of(struct vfsmount *mount)
{
	return (struct mount *)((void *)mount - bpf_core_field_offset(struct mount, mnt));
}

/* Where a text goes; in assembly, for the compiler sees that the mask does nothing and drops it,
 * and the kernel's verifier does not see it. */
static __always_inline char *room_for_text(struct description *room, __u64 at)
{
	asm volatile("%0 &= %1" : "+r"(at) : "i"(TEXTS - 1));
	return room->texts + at;
}

/* Sends a description with this much text. */
static __always_inline bool send_description(struct description *room, __u32 type, __u64 texts)
{
	asm volatile("if %0 <= %1 goto +1\n\t%0 = %1" : "+r"(texts) : "i"(TEXTS + LONGEST_ARGUMENTS));
	return send(room, type, __builtin_offsetof(struct description, texts) + texts);
}

/* On the way from a file to its root. */
struct walk {
	struct dentry *dentry;
	struct mount *mount;
	struct dentry *root;
	struct mount *root_mount;
	__u32 at; /* where the next name goes */
};

static long step_up(__u32 index, void *context)
{
	struct walk *walk = context;
	struct dentry *dentry = walk->dentry;
	struct mount *mount = walk->mount;
	if (dentry == walk->root && mount == walk->root_mount)
		return 1;
	if (dentry == BPF_CORE_READ(mount, mnt.mnt_root)) {
		struct mount *below = BPF_CORE_READ(mount, mnt_parent);
		if (below == mount)
			return 1;
		walk->dentry = BPF_CORE_READ(mount, mnt_mountpoint);
		walk->mount = below;
		return 0;
	}
	struct description *room = bpf_map_lookup_elem(&scratch, &ZERO);
	__u32 at = walk->at;
	if (!room || at >= TEXTS)
		return 1;
	long length = bpf_probe_read_kernel_str(room_for_text(room, at), LONGEST_NAME,
						BPF_CORE_READ(dentry, d_name.name));
	if (length > 0)
		walk->at = at + (__u32)length;
	struct dentry *parent = BPF_CORE_READ(dentry, d_parent);
	walk->dentry = parent;
	return parent == dentry;
}

/* Writes the names of a path from leaf to the task's root; gives where they end. */
ONCE __u32 write_path(__u64 path, __u32 at)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	struct path root = {};
	struct path start = {};
	bpf_probe_read_kernel(&start, sizeof(start), (void *)path);
	BPF_CORE_READ_INTO(&root, task, fs, root);
	struct walk walk = {
		.dentry = start.dentry,
		.mount = mount_of(start.mnt),
		.root = root.dentry,
		.root_mount = mount_of(root.mnt),
		.at = at,
	};
	bpf_loop(128, step_up, &walk, 0);
	return walk.at;
}

/* ---- Descriptions of images. */

static __always_inline __u64 cgroup_of(struct task_struct *task)
{
	return BPF_CORE_READ(task, cgroups, dfl_cgrp, kn, id);
}

static __always_inline void number_in_namespace(struct task_struct *task, __u32 *number,
						__u32 *namespace)
{
	struct pid *pid = BPF_CORE_READ(task, thread_pid);
	__u32 level = BPF_CORE_READ(pid, level);
	struct upid own = {};
	bpf_core_read(&own, bpf_core_type_size(struct upid), &pid->numbers[level & 31]);
	struct pid_namespace *of = own.ns;
	*number = own.nr;
	*namespace = BPF_CORE_READ(of, ns.inum);
}

/* Describes the current image; `given` is what execve was given, if it begins now. */
ONCE int describe_image(__u64 given, __u32 executed)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct description *room = bpf_map_lookup_elem(&scratch, &ZERO);
	if (!room)
		return false;
	image_of(task, &room->image);
	room->begun.cgroup = bpf_get_current_cgroup_id();
	room->begun.network = BPF_CORE_READ(task, nsproxy, net_ns, ns.inum);
	room->begun.parent = BPF_CORE_READ(task, real_parent, tgid);
	room->begun.executed = executed;
	number_in_namespace(BPF_CORE_READ(task, group_leader), &room->begun.pid,
			    &room->begun.pid_namespace);
	room->given_length = 0;
	room->folder_length = 0;
	room->arguments_length = 0;

	struct file *executable = BPF_CORE_READ(task, mm, exe_file);
	__u32 at = 0;
	if (executable)
		at = write_path((__u64)&executable->f_path, 0);
	if (at > TEXTS)
		at = TEXTS;
	room->path_length = at;

	if (given && at < TEXTS) {
		long length = bpf_probe_read_kernel_str(room_for_text(room, at),
							LONGEST_TEXT, (void *)given);
		if (length > 0) {
			room->given_length = length;
			at += (__u32)length;
		}
		struct fs_struct *fs = BPF_CORE_READ(task, fs);
		__u32 end = write_path((__u64)&fs->pwd, at);
		if (end > TEXTS)
			end = TEXTS;
		if (end > at) {
			room->folder_length = end - at;
			at = end;
		}
	}

	__u64 from = BPF_CORE_READ(task, mm, arg_start);
	__u64 length = BPF_CORE_READ(task, mm, arg_end) - from;
	if (length > LONGEST_ARGUMENTS)
		length = LONGEST_ARGUMENTS;
	asm volatile("" : "+r"(length)); /* keep the bound in the register that is used */
	if (at < TEXTS && length > 0 && length <= LONGEST_ARGUMENTS) {
		if (bpf_probe_read_user(room_for_text(room, at), length, (void *)from)) {
			/* a page is not there: what stands in the first */
			length = PAGE - (from & (PAGE - 1));
			if (bpf_probe_read_user(room_for_text(room, at), length & (2 * PAGE - 1),
						(void *)from)) {
				lose(LOSS_ARGUMENT);
				length = 0;
			}
		}
		room->arguments_length = length;
		at += length;
	}
	return send_description(room, RECORD_IMAGE, at);
}

/* Whether user space knows, or will have been told, what the current image is. */
static __always_inline bool image_described(struct image_key *key)
{
	__u8 yes = 1;
	if (bpf_map_lookup_elem(&described_images, key))
		return true;
	if (!describe_image(0, false))
		return false;
	bpf_map_update_elem(&described_images, key, &yes, BPF_ANY);
	return true;
}

/* ---- Descriptions of objects. */

/* What is needed to describe an object, found while its key was made. */
struct meeting {
	struct file *file;
	struct sock *socket;
	__u64 number;
	__u64 argument;
	__u32 kind;       /* KIND_UNKNOWN: find out by the file */
	__u32 descriptor;
	__u32 address_length; /* of the address given by the program */
	__u32 given_length;   /* of the text in scratch */
	__u8 address[28];
	__u8 padding[4];
};

static __always_inline __u16 swapped(__u16 value)
{
	return value << 8 | value >> 8;
}

static __always_inline void mapped(__u8 *to, __be32 address)
{
	__builtin_memset(to, 0, 10);
	to[10] = to[11] = 0xff;
	*(__be32 *)(to + 12) = address;
}

static __always_inline void describe_unix(struct unix_sock *socket, char *name, __u16 *length)
{
	struct unix_address *address = BPF_CORE_READ(socket, addr);
	if (!address)
		return;
	int whole = BPF_CORE_READ(address, len) - 2;
	if (whole <= 0 || whole > 108)
		return;
	void *path = (void *)&address->name[0].sun_path;
	if (bpf_probe_read_kernel(name, whole, path) == 0)
		*length = whole;
}

/* The address a program gave, instead of the peer's. */
static __always_inline void describe_address(struct socket_description *to, struct meeting *met)
{
	__u16 family = *(__u16 *)met->address;
	__u16 port = *(__u16 *)(met->address + 2);
	if (family == FAMILY_INET && met->address_length >= 8) {
		mapped(to->remote, *(__be32 *)(met->address + 4));
		to->remote_port = swapped(port);
	} else if (family == FAMILY_INET6 && met->address_length >= 24) {
		__builtin_memcpy(to->remote, met->address + 8, 16);
		to->remote_port = swapped(port);
	}
}

static __always_inline void describe_socket(struct description *room, struct meeting *met)
{
	if (!room || !met)
		return;
	struct socket_description *to = &room->met.socket;
	struct sock *socket = met->socket;
	__builtin_memset(to, 0, sizeof(*to));
	to->family = BPF_CORE_READ(socket, __sk_common.skc_family);
	to->type = BPF_CORE_READ(socket, sk_socket, type);
	to->protocol = BPF_CORE_READ(socket, sk_protocol);
	to->network = BPF_CORE_READ(socket, __sk_common.skc_net.net, ns.inum);
	to->inode = met->number;
	if (to->family == FAMILY_UNIX) {
		struct unix_sock *own = (void *)socket;
		struct unix_sock *peer = (void *)BPF_CORE_READ(own, peer);
		describe_unix(own, to->local_name, &to->local_length);
		if (peer) {
			describe_unix(peer, to->remote_name, &to->remote_length);
			to->peer_inode = BPF_CORE_READ((struct sock *)peer, sk_socket, file, f_inode, i_ino);
		}
		return;
	}
	if (to->family != FAMILY_INET && to->family != FAMILY_INET6)
		return;
	struct inet_sock *inet = (void *)socket;
	to->local_port = swapped(BPF_CORE_READ(inet, inet_sport));
	to->remote_port = swapped(BPF_CORE_READ(socket, __sk_common.skc_dport));
	if (to->family == FAMILY_INET) {
		mapped(to->local, BPF_CORE_READ(inet, inet_saddr));
		mapped(to->remote, BPF_CORE_READ(socket, __sk_common.skc_daddr));
	} else {
		BPF_CORE_READ_INTO(&to->local, socket, __sk_common.skc_v6_rcv_saddr);
		BPF_CORE_READ_INTO(&to->remote, socket, __sk_common.skc_v6_daddr);
	}
	if (met->address_length) {
		describe_address(to, met);
		if (to->type == STREAM)
			to->local_port = 0; /* a connection that never was has no own address */
	}
}

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

/* ---- Counting. */

/*
 * How many slots a key may be in, beginning with its own. Each key goes on by a step of its own, so
 * that of a table half full, which is the fullest it gets, all are taken for one key in 65536.
 */
#define PROBES 16

static __always_inline __u32 place_of(__u64 hash, __u32 probe)
{
	__u32 step = (__u32)hash | 1; /* odd: prime to the number of slots */
	return ((__u32)(hash >> 32) + probe * step) & (slots_of_turn - 1);
}

static __always_inline struct slot *slot_at(__u32 of_turn, __u32 place)
{
	__u32 at = of_turn * slots_of_turn + place;
	return bpf_map_lookup_elem(&slots, &at);
}

static __always_inline __u64 hash_of(const struct count_key *key)
{
	__u64 hash = mix(seed ^ key->image.start, key->object.id ^ key->image.tgid);
	return mix(hash, key->object.place + key->operation);
}

static __always_inline bool is_of(const struct slot *slot, const struct count_key *key)
{
	return slot->key.object.id == key->object.id && slot->key.object.place == key->object.place &&
	       slot->key.operation == key->operation && slot->key.image.start == key->image.start &&
	       slot->key.image.tgid == key->image.tgid &&
	       slot->key.image.executions == key->image.executions;
}

static __always_inline void add(struct slot *slot, __u64 bytes, bool failed)
{
	__sync_fetch_and_add(&slot->calls, 1);
	if (bytes)
		__sync_fetch_and_add(&slot->bytes, bytes);
	if (failed)
		__sync_fetch_and_add(&slot->errors, 1);
}

/* Adds a call to a count that is there, and whose image and object are described. */
static __always_inline bool added(const struct count_key *key, __u64 bytes, bool failed)
{
	__u32 now = turn;
	__u64 hash = hash_of(key);
	for (__u32 probe = 0; probe < PROBES; probe++) {
		struct slot *slot = slot_at(now, place_of(hash, probe));
		if (!slot || slot->state == SLOT_EMPTY)
			return false;
		if (slot->state == SLOT_READY && is_of(slot, key)) {
			add(slot, bytes, failed);
			return true;
		}
	}
	return false;
}

/*
 * Adds to the key's count, or begins one. A slot being written by another CPU is passed by: two
 * counts of one key do no harm, for the loader writes both.
 */
static __always_inline bool begun(const struct count_key *key, __u64 bytes, bool failed,
				  __u32 undescribed)
{
	__u32 now = turn & 1;
	__u64 hash = hash_of(key);
	for (__u32 probe = 0; probe < PROBES; probe++) {
		__u32 place = place_of(hash, probe);
		struct slot *slot = slot_at(now, place);
		if (!slot)
			return false;
		__u32 state = __sync_val_compare_and_swap(&slot->state, SLOT_EMPTY, SLOT_BEING_WRITTEN);
		if (state == SLOT_EMPTY) {
			__u32 number = __sync_fetch_and_add(&taken[now], 1);
			__u32 at = now * most_counts + number;
			__u64 *listed = number < most_counts ? bpf_map_lookup_elem(&taken_slots, &at) : NULL;
			if (!listed) {
				slot->state = SLOT_EMPTY;
				return false;
			}
			*listed = place;
			slot->key = *key;
			add(slot, bytes, failed);
			asm volatile("" ::: "memory"); /* x86-64 itself stores in order */
			slot->state = SLOT_READY | undescribed;
			return true;
		}
		if (state & SLOT_READY && is_of(slot, key)) {
			slot->state = SLOT_READY | (state & undescribed);
			add(slot, bytes, failed);
			return true;
		}
	}
	return false;
}

/* The first call of its kind in this interval, or one whose description found no room. */
ONCE int count_first(struct count_key *key, struct meeting *met, __u64 bytes, __u32 failed)
{
	if (!key || !met)
		return 0;
	__u32 undescribed = 0;
	/* the object first: its given text stands where the image's texts will */
	if (!object_described(key, met))
		undescribed |= OBJECT_UNDESCRIBED;
	if (!image_described(&key->image))
		undescribed |= IMAGE_UNDESCRIBED;
	if (!begun(key, bytes, failed, undescribed)) {
		/* full: the count goes to user space by itself */
		struct count_record record = {.key = *key, .calls = 1, .bytes = bytes, .errors = failed};
		send(&record, RECORD_EVICTED, sizeof(record));
	}
	return 0;
}

static __always_inline void count(struct count_key *key, struct meeting *met, __u64 bytes,
				  bool failed)
{
	if (mode == EVERY_EVENT) {
		struct count_record record = {.key = *key, .calls = 1, .bytes = bytes, .errors = failed};
		object_described(key, met);
		image_described(&key->image);
		send(&record, RECORD_COUNT, sizeof(record));
		return;
	}
	if (!added(key, bytes, failed))
		count_first(key, met, bytes, failed);
}

/* ---- Objects of open files. */

/* Reads the address at a program's pointer; gives whether there is one. */
static __always_inline bool read_address(struct meeting *met, __u64 pointer)
{
	met->address_length = 28;
	if (bpf_probe_read_user(met->address, 28, (void *)pointer)) {
		/* an IPv4 address may lie at the end of a page */
		met->address_length = 16;
		if (bpf_probe_read_user(met->address, 16, (void *)pointer)) {
			met->address_length = 0;
			lose(LOSS_ARGUMENT);
			return false;
		}
	}
	return true;
}

static __always_inline void key_of_datagrams(struct count_key *key, struct meeting *met,
					     __u64 given)
{
	struct sock *socket = met->socket;
	__u16 family = BPF_CORE_READ(socket, __sk_common.skc_family);
	if (family != FAMILY_INET && family != FAMILY_INET6)
		return;
	if (BPF_CORE_READ(socket, __sk_common.skc_dport)) {
		/* connected, perhaps to another peer than before */
		key->object.place = mix(PLACE_ADDRESS, BPF_CORE_READ(socket, __sk_common.skc_dport));
		key->object.place =
			mix(key->object.place, BPF_CORE_READ(socket, __sk_common.skc_daddr));
		return;
	}
	if (!given || !read_address(met, given))
		return;
	__u16 given_family = *(__u16 *)met->address;
	__u64 *words = (__u64 *)met->address;
	if (given_family == FAMILY_INET) {
		key->object.place = mix(PLACE_ADDRESS, words[0]);
	} else if (given_family == FAMILY_INET6) {
		key->object.place = mix(PLACE_ADDRESS, *(__u16 *)(met->address + 2));
		key->object.place = mix(key->object.place, words[1]);
		key->object.place = mix(key->object.place, words[2]);
	} else {
		met->address_length = 0;
	}
}

/* Makes the key of an open file's object; gives whether it is a socket. */
static __always_inline bool key_of(struct file *file, struct count_key *key, struct meeting *met,
				   __u64 given)
{
	struct inode *inode = READ(file, struct file, f_inode);
	__u16 type = READ(inode, struct inode, i_mode) & TYPE_OF_FILE;
	__u64 number = READ(inode, struct inode, i_ino);
	met->file = file;
	met->number = number;
	key->object.id = number;
	if (type == SOCKET_FILE) {
		struct socket *socket = READ(file, struct file, private_data);
		met->socket = READ(socket, struct socket, sk);
		key->object.place = PLACE_SOCKET;
		if (READ(socket, struct socket, type) != STREAM)
			key_of_datagrams(key, met, given);
		return true;
	}
	struct dentry *entry = READ(file, struct file, f_path.dentry);
	struct dentry *folder = READ(entry, struct dentry, d_parent);
	struct mount *mount = mount_of(READ(file, struct file, f_path.mnt));
	__u64 place = mix(READ(mount, struct mount, mnt_id), READ(entry, struct dentry, d_name.hash_len));
	if (folder != entry) {
		struct inode *inode_of_folder = READ(folder, struct dentry, d_inode);
		place = mix(place, READ(inode_of_folder, struct inode, i_ino));
	} else if (type != FIFO_FILE) {
		/* eventfds and their like share an inode: told apart by where their entry lies */
		__u64 address = 0;
		bpf_probe_read_kernel(&address, sizeof(address), &file->f_path.dentry);
		place = mix(place, address);
	}
	key->object.place = place | 1ull << 63;
	return false;
}

static __always_inline void begin(struct task_struct *task, struct count_key *key,
				  struct meeting *met)
{
	__builtin_memset(key, 0, sizeof(*key));
	__builtin_memset(met, 0, sizeof(*met));
	image_of(task, &key->image);
}

static __always_inline __u32 operation_on(bool socket, __u32 operation)
{
	return !socket ? operation : operation == OP_READ ? OP_RECEIVE : OP_SEND;
}

/* Data between the process and a descriptor. */
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
	bool socket = key_of(file, &key, &met, given);
	key.operation = operation == OP_CHANGE_MODE ? operation : operation_on(socket, operation);
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
	if (file && mode == COUNT_IN_KERNEL) {
		image_of(task, &key.image);
		bool socket = key_of(file, &key, &unused, 0);
		key.operation = operation_on(socket, operation);
		if (added(&key, result < 0 ? 0 : result, result < 0))
			return;
	}
	move(descriptor, operation, result, result, 0);
}

/* ---- Messages. */

struct summing {
	__u64 pointer;
	__u64 bytes;
	bool unread;
};

static long add_message(__u32 index, void *context)
{
	struct summing *sum = context;
	__u32 length = 0;
	__u64 at = sum->pointer + index * sizeof(struct user_mmsghdr) +
		   __builtin_offsetof(struct user_mmsghdr, length);
	if (bpf_probe_read_user(&length, sizeof(length), (void *)at)) {
		sum->unread = true;
		return 1;
	}
	sum->bytes += length;
	return 0;
}

ONCE int messages(__u32 descriptor, __u64 pointer, __u32 operation, __u64 result, __u32 many)
{
	struct user_msghdr header = {};
	struct summing sum = {.pointer = pointer, .bytes = result};
	bpf_probe_read_user(&header, sizeof(header), (void *)pointer);
	if (many && (__s64)result > 0) {
		sum.bytes = 0;
		bpf_loop(result > 65536 ? 65536 : (__u32)result, add_message, &sum, 0);
		if (sum.unread)
			lose(LOSS_ARGUMENT);
	}
	return move(descriptor, operation, result, sum.bytes, header.name_length ? header.name : 0);
}

/* ---- Paths and what else is rare. */

/* Counts a call on a path given by the program; `folder` is what it is relative to. */
ONCE int on_path(__u64 pointer, __s32 folder, __u32 operation, __u32 kind,
			       __u32 failed)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct count_key key;
	struct meeting met;
	struct description *room = bpf_map_lookup_elem(&scratch, &ZERO);
	if (!room)
		return 0;
	begin(task, &key, &met);
	__builtin_memset(room->texts, 0, LONGEST_TEXT);
	long length = bpf_probe_read_user_str(room->texts, LONGEST_TEXT, (void *)pointer);
	if (length <= 0) {
		lose(LOSS_ARGUMENT);
		return 0;
	}
	met.kind = kind;
	met.given_length = length;
	__u64 place = 0;
	if (folder != WORKING_FOLDER && room->texts[0] != '/') {
		struct file *file = file_of(task, folder);
		met.file = file;
		place = (__u64)BPF_CORE_READ(file, f_path.dentry);
	} else if (room->texts[0] != '/') {
		place = (__u64)BPF_CORE_READ(task, fs, pwd.dentry);
	}
	__u64 id = kind;
	__u64 *words = (__u64 *)room->texts;
	for (int index = 0; index < LONGEST_TEXT / 8; index++)
		id = mix(id, words[index]);
	key.object.id = id;
	key.object.place = mix(id, place) | 1ull << 62;
	key.operation = operation;
	count(&key, &met, 0, failed);
	return 0;
}

ONCE int on_kernel(__u32 kind, __u32 operation, __u64 number, __u64 argument,
				 __u32 failed)
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

/* A process by the number the caller knows it by. */
static __always_inline void on_process(__u64 number, __u32 operation, bool failed)
{
	__u32 own, namespace;
	number_in_namespace(bpf_get_current_task_btf(), &own, &namespace);
	on_kernel(KIND_PROCESS_ID, operation, (__u32)number, namespace, failed);
}

ONCE int opened(__u32 flags, __u32 descriptor)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct count_key key;
	struct meeting met;
	struct file *file = file_of(task, descriptor);
	if (!file) {
		lose(LOSS_DESCRIPTOR);
		return 0;
	}
	begin(task, &key, &met);
	met.descriptor = descriptor;
	key_of(file, &key, &met, 0);
	key.operation = flags & OPEN_FLAGS_WRITE ? OP_OPEN_FOR_WRITE : OP_OPEN;
	count(&key, &met, 0, false);
	return 0;
}

static __always_inline void open(__u64 path, __s32 folder, __u32 flags, long result)
{
	if (result >= 0)
		opened(flags, result);
	else
		on_path(path, folder, flags & OPEN_FLAGS_WRITE ? OP_OPEN_FOR_WRITE : OP_OPEN,
			KIND_FILE, true);
}

/* connect, accept, bind, listen on a socket whose addresses have just become known. */
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

/* Everything but reading and writing. */
static __noinline void control(struct pt_regs *regs, __u32 action, __u32 operation, long result)
{
	bool failed = result < 0;
	__u64 number = BPF_CORE_READ(regs, orig_ax);
	__u64 first = BPF_CORE_READ(regs, di);
	__u64 second = BPF_CORE_READ(regs, si);
	__u64 third = BPF_CORE_READ(regs, dx);
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
		if (bpf_probe_read_user(&flags, sizeof(flags), (void *)third))
			lose(LOSS_ARGUMENT);
		open(second, first, flags, result);
		break;
	}
	case CONNECT:
		if (result == ALREADY)
			break;
		if (failed && result != IN_PROGRESS)
			refused(first, second, operation);
		else
			on_socket(first, operation, result);
		break;
	case BIND:
		if (failed)
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
			on_path(first, WORKING_FOLDER, operation, KIND_FILE, true);
		break;
	case EXECUTE_AT:
		if (failed)
			on_path(second, first, operation, KIND_FILE, true);
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
		on_path(BPF_CORE_READ(regs, r10), third, operation, KIND_FILE, failed);
		break;
	case PATH_AT_3_2:
		on_path(third, second, operation, KIND_FILE, failed);
		break;
	case ON_DESCRIPTOR:
		move(first, operation, result, 0, 0);
		break;
	case KERNEL_0:
		on_kernel(KIND_KERNEL, operation, number, 0, failed);
		break;
	case KERNEL_1:
	case KERNEL_2:
		on_kernel(KIND_KERNEL, operation, number, action == KERNEL_1 ? first : second, failed);
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
	case MOUNT_AT_4:
		on_path(BPF_CORE_READ(regs, r10), third, operation, KIND_MOUNT, failed);
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
}

SEC("tp_btf/sys_exit")
int BPF_PROG(on_exit_of_call, struct pt_regs *regs, long result)
{
	if (mode == EMPTY)
		return 0;
	__u64 number = regs->orig_ax;
	if (number >= CALLS)
		return 0;
	__u16 rule = rules[number];
	if (!rule)
		return 0;
	struct task_struct *task = bpf_get_current_task_btf();
	if (!is_watched(task))
		return 0;
	if (task->thread_info.status & COMPAT_CALL) {
		lose(LOSS_32_BIT);
		return 0;
	}
	if (retried(result))
		return 0;
	__u32 operation = rule & 0xff;
	__u32 action = rule >> 8;
	switch (action) {
	case IN:
	case OUT:
		move_known(task, regs->di, operation, result);
		break;
	case IN_FROM:
	case OUT_TO:
		move(regs->di, operation, result, result, regs->r8);
		break;
	case IN_MESSAGE:
	case OUT_MESSAGE:
		messages(regs->di, regs->si, operation, result, false);
		break;
	case IN_MESSAGES:
	case OUT_MESSAGES:
		messages(regs->di, regs->si, operation, result, true);
		break;
	case COPY_1_2:
		move(regs->di, OP_READ, result, result, 0);
		move(regs->si, OP_WRITE, result, result, 0);
		break;
	case COPY_2_1:
		move(regs->si, OP_READ, result, result, 0);
		move(regs->di, OP_WRITE, result, result, 0);
		break;
	case COPY_1_3:
		move(regs->di, OP_READ, result, result, 0);
		move(regs->dx, OP_WRITE, result, result, 0);
		break;
	default:
		control(regs, action, operation, result);
	}
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
	send_description(room, RECORD_CGROUP, room->given_length);
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
	bpf_map_delete_elem(&waiting_connects, &key_of_waiting);
	/* not count(): that runs on this CPU's scratch and count, which this may have interrupted */
	struct count_record record;
	__builtin_memset(&record, 0, sizeof(record));
	record.key = key;
	record.calls = 1;
	record.errors = after != ESTABLISHED;
	send(&record, RECORD_COUNT, sizeof(record));
	return 0;
}

/* ---- io_uring: what has completed. */

/* Operations of io_uring that move data (include/uapi/linux/io_uring.h). */
SEC("?tp_btf/io_uring_complete")
int BPF_PROG(on_ring_completion, void *ring, void *request, struct io_uring_cqe *completion)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct io_kiocb *io = request;
	if (!io || !is_watched(task))
		return 0;
	__u32 operation;
	switch (BPF_CORE_READ(io, opcode)) {
	case 1:  /* readv */
	case 4:  /* read into a registered buffer */
	case 22: /* read */
	case 10: /* recvmsg */
	case 27: /* recv */
	case 49: /* read, multishot */
		operation = OP_READ;
		break;
	case 2:  /* writev */
	case 5:  /* write of a registered buffer */
	case 23: /* write */
	case 9:  /* sendmsg */
	case 26: /* send */
	case 47: /* send without copying */
	case 48: /* sendmsg without copying */
		operation = OP_WRITE;
		break;
	default:
		return 0;
	}
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
