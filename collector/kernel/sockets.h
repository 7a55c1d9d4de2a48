/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Descriptions of sockets: their addresses, or the names of unix sockets. */
#ifndef DISTAPPGUARD_KERNEL_SOCKETS_H
#define DISTAPPGUARD_KERNEL_SOCKETS_H

#include "constants.h"
#include "keys.h"

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

#endif
