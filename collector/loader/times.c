/* SPDX-License-Identifier: Apache-2.0 */
#include "times.h"

#include <sys/timerfd.h>

uint64_t nanos(clockid_t clock)
{
	struct timespec time;
	clock_gettime(clock, &time);
	return time.tv_sec * 1000000000ull + time.tv_nsec;
}

uint64_t now_millis(void)
{
	return nanos(CLOCK_REALTIME) / 1000000;
}

uint64_t wall_millis(uint64_t monotonic)
{
	return (nanos(CLOCK_REALTIME) - nanos(CLOCK_MONOTONIC) + monotonic) / 1000000;
}

int timer_at_intervals(unsigned millis)
{
	uint64_t length = millis * 1000000ull;
	uint64_t first = (nanos(CLOCK_REALTIME) / length + 1) * length;
	struct itimerspec when = {
		.it_interval = {length / 1000000000, length % 1000000000},
		.it_value = {first / 1000000000, first % 1000000000},
	};
	int timer = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC);
	timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
	return timer;
}

int timer_after(double seconds)
{
	int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	struct itimerspec when = {.it_value = {(time_t)seconds, (seconds - (time_t)seconds) * 1e9}};
	if (seconds > 0)
		timerfd_settime(timer, 0, &when, NULL);
	return timer;
}
