/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clocks, and timers to wait for. Time is kept by a clock that nobody sets (CLOCK_BOOTTIME, as the
 * kernel's records and the starts of processes have it), and told as the wall clock told it when the
 * epoch began: so no interval comes twice, however the wall clock is set.
 */
#ifndef DISTAPPGUARD_TIMES_H
#define DISTAPPGUARD_TIMES_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* From now on times are told as the wall clock tells them now. */
void begin_epoch(void);

/* Whether the wall clock was set since. What only makes it run slower or faster does not set it. */
bool wall_clock_was_set(void);

uint64_t nanos_since_boot(void);

/* Milliseconds since 1970 in this epoch: now, and of a time since boot in nanoseconds. */
uint64_t now_millis(void);
uint64_t millis_of(uint64_t since_boot);

/* Descriptors that can be read when it is time: whenever the epoch's time has come to a multiple of
 * so many milliseconds, once it is set to that; once so many seconds are over, never where that is
 * 0. */
int timer_at_intervals(void);
void set_to_intervals(int timer, unsigned millis);
int timer_after(double seconds);

#endif
