/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Two turns, of counts and of losses: programs add to one while the loader takes the other in. */
#ifndef DISTAPPGUARD_KERNEL_TURNS_H
#define DISTAPPGUARD_KERNEL_TURNS_H

#include "structures.h"

#include <bpf/bpf_helpers.h>

__u32 turn; /* that is counted into */

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

#endif
