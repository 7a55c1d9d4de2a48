/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What goes to user space as a record of the ring buffer, and what is lost where that is full. The
 * loader reads records before the counts that are about them.
 */
#ifndef DISTAPPGUARD_KERNEL_RECORDS_H
#define DISTAPPGUARD_KERNEL_RECORDS_H

#include "losses.h"
#include "reading.h"

/* Set by the loader before loading. */
const volatile __u64 wakes_at = 1 << 20; /* bytes waiting in the ring buffer */

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4 << 20);
} records SEC(".maps");

static __always_inline __u64 wakeup(void)
{
	return bpf_ringbuf_query(&records, BPF_RB_AVAIL_DATA) >= wakes_at ? BPF_RB_FORCE_WAKEUP
									  : BPF_RB_NO_WAKEUP;
}

/* Puts a record into the ring buffer; gives whether there was room. */
static __always_inline bool handed_over(void *record, __u32 type, __u64 length)
{
	struct record *head = record;
	head->type = type;
	head->length = length;
	head->time = bpf_ktime_get_boot_ns();
	return !bpf_ringbuf_output(&records, record, length,
				   type == RECORD_EVICTED ? BPF_RB_FORCE_WAKEUP : wakeup());
}

/* The same, and where there was none it is the current task's loss. */
static __always_inline bool send(void *record, __u32 type, __u64 length)
{
	if (handed_over(record, type, length))
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

/* Where a text goes; in assembly, for the compiler sees that the mask does nothing and drops it,
 * and the kernel's verifier does not see it. */
static __always_inline char *room_for_text(struct description *room, __u64 at)
{
	asm volatile("%0 &= %1" : "+r"(at) : "i"(TEXTS - 1));
	return room->texts + at;
}

/* Length of a description with this much text. */
static __always_inline __u64 with_texts(__u64 texts)
{
	asm volatile("if %0 <= %1 goto +1\n\t%0 = %1" : "+r"(texts) : "i"(TEXTS + LONGEST_ARGUMENTS));
	return __builtin_offsetof(struct description, texts) + texts;
}

/* Sends a description with this much text. */
static __always_inline bool send_description(struct description *room, __u32 type, __u64 texts)
{
	return send(room, type, with_texts(texts));
}

#endif
