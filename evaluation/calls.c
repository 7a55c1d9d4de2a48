/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes system calls for evaluation/collector-overhead and evaluation/collector-loss.
 *
 *   calls zero|pair|files|none COUNT [PER-SECOND]
 *
 * zero: one-byte reads of /dev/zero; pair: a write and a read of one byte on a pair of sockets in
 * turn; files: open for writing, write of one byte, close, of 4096 files of the working folder in
 * turn; none: getppid(), which nobody watches. With PER-SECOND the calls are spread evenly, as far
 * as the processor keeps up. Prints the nanoseconds of processor time a call, and a second's calls.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long long now(clockid_t clock)
{
	struct timespec time;
	clock_gettime(clock, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int failed(const char *what)
{
	perror(what);
	return 1;
}

enum kind { ZERO, PAIR, FILES, NONE, KINDS };
static const char *const names[KINDS] = {"zero", "pair", "files", "none"};
static int ends[2] = {-1, -1};

static bool prepare(enum kind kind)
{
	if (kind == ZERO)
		return (ends[0] = open("/dev/zero", O_RDONLY)) >= 0;
	return kind != PAIR || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0;
}

/* Makes call number `call`. */
static bool make(enum kind kind, long call)
{
	char byte = 'a', name[16];
	switch (kind) {
	case ZERO:
		return read(ends[0], &byte, 1) == 1;
	case PAIR:
		return (call % 2 == 0 ? write(ends[0], &byte, 1) : read(ends[1], &byte, 1)) == 1;
	case FILES:
		if (call % 3 == 1)
			return write(ends[0], &byte, 1) == 1;
		if (call % 3 == 2)
			return close(ends[0]) == 0;
		snprintf(name, sizeof(name), "%ld", call / 3 % 4096);
		return (ends[0] = open(name, O_WRONLY | O_CREAT, 0600)) >= 0;
	default:
		return syscall(SYS_getppid) >= 0;
	}
}

int main(int count, char **arguments)
{
	enum kind kind = ZERO;
	while (count > 1 && kind < KINDS && strcmp(arguments[1], names[kind]))
		kind++;
	long calls = count > 2 ? atol(arguments[2]) : 0;
	double rate = count > 3 ? atof(arguments[3]) : 0;
	if (calls < 1 || kind == KINDS) {
		fprintf(stderr, "usage: calls zero|pair|files|none COUNT [PER-SECOND]\n");
		return 2;
	}
	if (!prepare(kind))
		return failed(names[kind]);

	long long begin = now(CLOCK_MONOTONIC), used = now(CLOCK_PROCESS_CPUTIME_ID);
	for (long call = 0; call < calls; call++) {
		if (rate > 0 && call % 64 == 0)
			while (now(CLOCK_MONOTONIC) - begin < call / rate * 1e9)
				;
		if (!make(kind, call))
			return failed(names[kind]);
	}
	used = now(CLOCK_PROCESS_CPUTIME_ID) - used;
	double seconds = (now(CLOCK_MONOTONIC) - begin) / 1e9;
	printf("%.1f %.0f\n", (double)used / calls, calls / seconds);
	return 0;
}
