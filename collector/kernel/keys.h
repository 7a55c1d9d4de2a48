/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Keys of objects: what tells one file, pipe or socket from another. Made for every call, so read
 * with plain loads where the kernel allows; what describes the object is only noted.
 */
#ifndef DISTAPPGUARD_KERNEL_KEYS_H
#define DISTAPPGUARD_KERNEL_KEYS_H

#include "constants.h"
#include "records.h"

/* `place` of a socket, or what it is mixed from. */
#define PLACE_SOCKET 1
#define PLACE_ADDRESS 2
#define PLACE_BOUND 3

static __always_inline __u64 mix(__u64 state, __u64 value)
{
	state = (state ^ value) * 0x9E3779B97F4A7C15ull;
	return state ^ state >> 29;
}

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
	/* an address given with a message is where it goes, whatever the socket is connected to */
	if (given && read_address(met, given)) {
		__u16 given_family = *(__u16 *)met->address;
		__u64 *words = (__u64 *)met->address;
		if (given_family == FAMILY_INET) {
			key->object.place = mix(PLACE_ADDRESS, words[0]);
			return;
		}
		if (given_family == FAMILY_INET6) {
			key->object.place = mix(PLACE_ADDRESS, *(__u16 *)(met->address + 2));
			key->object.place = mix(key->object.place, words[1]);
			key->object.place = mix(key->object.place, words[2]);
			return;
		}
		met->address_length = 0;
	}
	if (BPF_CORE_READ(socket, __sk_common.skc_dport)) {
		/* connected, perhaps to another peer than before */
		key->object.place = mix(PLACE_ADDRESS, BPF_CORE_READ(socket, __sk_common.skc_dport));
		key->object.place =
			mix(key->object.place, BPF_CORE_READ(socket, __sk_common.skc_daddr));
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

/* The beginning of every count: whose it is. */
static __always_inline void begin(struct task_struct *task, struct count_key *key,
				  struct meeting *met)
{
	__builtin_memset(key, 0, sizeof(*key));
	__builtin_memset(met, 0, sizeof(*met));
	image_of(task, &key->image);
}

#endif
