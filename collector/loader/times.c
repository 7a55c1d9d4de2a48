/* SPDX-License-Identifier: Apache-2.0 */
#include "times.h"

#include <stdlib.h>
#include <sys/timerfd.h>

/* By less a clock is not set, but read a moment too late. */
#define SMALLEST_STEP 50000000ll

#define SECOND 1000000000ull
#define MILLISECOND 1000000ull

/* How far the wall clock is ahead of the clock that is never set, in this epoch. */
static int64_t offset;

static uint64_t nanos(clockid_t clock)
{
	struct timespec time;
	clock_gettime(clock, &time);
	return time.tv_sec * SECOND + time.tv_nsec;
}

/* How far it is ahead now: the one of some readings that was interrupted least. */
static int64_t measured(void)
{
	int64_t ahead = 0;
	uint64_t shortest = UINT64_MAX;
	for (int reading = 0; reading < 5; reading++) {
		uint64_t before = nanos(CLOCK_BOOTTIME);
		uint64_t wall = nanos(CLOCK_REALTIME);
		uint64_t after = nanos(CLOCK_BOOTTIME);
		if (after - before < shortest) {
			shortest = after - before;
			ahead = wall - before;
		}
	}
	return ahead;
}

void begin_epoch(void)
{
	offset = measured();
}

bool wall_clock_was_set(void)
{
	return llabs(measured() - offset) >= SMALLEST_STEP;
}

uint64_t nanos_since_boot(void)
{
	return nanos(CLOCK_BOOTTIME);
}

uint64_t millis_of(uint64_t since_boot)
{
	return (since_boot + offset) / MILLISECOND;
}

uint64_t now_millis(void)
{
	return millis_of(nanos_since_boot());
}

int timer_at_intervals(void)
{
	return timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC);
}

void set_to_intervals(int timer, unsigned millis)
{
	uint64_t length = millis * MILLISECOND;
	uint64_t first = ((nanos_since_boot() + offset) / length + 1) * length - offset;
	struct itimerspec when = {
		.it_interval = {length / SECOND, length % SECOND},
		.it_value = {first / SECOND, first % SECOND},
	};
	timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
}

int timer_after(double seconds)
{
	int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	struct itimerspec when = {.it_value = {(time_t)seconds, (seconds - (time_t)seconds) * 1e9}};
	if (seconds > 0)
		timerfd_settime(timer, 0, &when, NULL);
	return timer;
}
