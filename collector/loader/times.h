/* SPDX-License-Identifier: Apache-2.0 */
/* Clocks, and timers to wait for. */
#ifndef DISTAPPGUARD_TIMES_H
#define DISTAPPGUARD_TIMES_H

#include <stdint.h>
#include <time.h>

/* What a clock says, in nanoseconds. */
uint64_t nanos(clockid_t clock);

/* Milliseconds since the epoch: now, and of a time of the kernel's records. */
uint64_t now_millis(void);
uint64_t wall_millis(uint64_t monotonic);

/* Descriptors that can be read when it is time: whenever the clock has come to a multiple of so many
 * milliseconds; once so many seconds are over, never where that is 0. */
int timer_at_intervals(unsigned millis);
int timer_after(double seconds);

#endif
