/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What goes to user space as a record of the ring buffer, and what is lost where that is full. The
 * loader reads records before the counts that are about them.
 */
#ifndef DISTAPPGUARD_KERNEL_RECORDS_H
#define DISTAPPGUARD_KERNEL_RECORDS_H

#include "reading.h"

/* Set by the loader before loading. */
const volatile __u64 wakes_at = 1 << 20; /* bytes waiting in the ring buffer */

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

static __always_inline void lose(__u32 reason)
{
	__u64 *lost = bpf_map_lookup_elem(&losses, &reason);
	if (lost)
		(*lost)++;
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

/* Room to build descriptions in. Preemption is off in these programs, so one a CPU will do; what
 * nests in an interrupt builds no descriptions. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct description);
} scratch SEC(".maps");

static const __u32 ZERO = 0;

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

#endif
