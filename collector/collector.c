/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loads the programs of collector.bpf.c, turns what they count into the stream of STREAM.md, and
 * ends in good order: detached first, then everything that was counted is written.
 *
 * Here is how it runs; what is done on the way is in loader/:
 *
 *   options.h, loading.h, problems.h    from the command line to programs in the kernel
 *   records.h    takes in what comes by the ring buffer:
 *                images.h with cgroups.h and networks.h, and objects.h, described by texts.h
 *   turns.h      takes in the table of counts, which counts.h writes
 *   losses.h     what was lost
 *   forgetting.h gives back the numbers (numbers.h) of what is not used any more
 *   stream.h     the stream
 *   host.h       control groups, addresses and privileges of the host
 */
#include "collector.h"
#include "loader/cgroups.h"
#include "loader/counts.h"
#include "loader/failure.h"
#include "loader/forgetting.h"
#include "loader/host.h"
#include "loader/images.h"
#include "loader/loading.h"
#include "loader/losses.h"
#include "loader/objects.h"
#include "loader/options.h"
#include "loader/problems.h"
#include "loader/records.h"
#include "loader/stream.h"
#include "loader/times.h"
#include "loader/turns.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "collector.skel.h"

static struct options options;
static struct collector *programs;
static struct ring_buffer *ring;
static int cpus;

/* ---- Intervals. */

static void write_start(void)
{
	struct utsname host;
	uname(&host);
	const char *name = getenv("DISTAPPGUARD_HOST"); /* a container has a name of its own */
	if (!name || !*name)
		name = host.nodename;
	stream_begin(STREAM_START);
	stream_number(options.interval_millis);
	stream_number(now_millis());
	stream_number(cpus);
	stream_text(name, strlen(name));
	stream_text(host.release, strlen(host.release));
	stream_end();
}

static uint64_t interval; /* that was begun last in this epoch */

/* One that is still the same, for the timer came late, goes on. */
static void begin_interval(void)
{
	uint64_t now = now_millis();
	if (interval == now - now % options.interval_millis)
		return;
	interval = now - now % options.interval_millis;
	stream_begin(STREAM_INTERVAL);
	stream_number(interval);
	stream_end();
}

/* The wall clock was set: tells what it said so far, and what it says from now on. */
static void write_clock(void)
{
	uint64_t so_far = now_millis();
	begin_epoch();
	interval = 0;
	stream_begin(STREAM_CLOCK);
	stream_number(so_far);
	stream_number(now_millis());
	stream_end();
}

static void end_interval(void)
{
	ring_buffer__consume(ring);
	look_again_at_networks();
	change_turn(programs, ring);
	write_skipped(programs);
	write_evictions();
	flushes++;
	if (flushes % 8 == 0) {
		forget_objects(bpf_map__fd(programs->maps.described_objects));
		forget_images(bpf_map__fd(programs->maps.described_images));
	}
}

/* ---- Running. */

/* Why it ended. Codes of the stream, but for the last. */
enum { TOLD_TO_END, TIME_IS_OVER, INPUT_CLOSED, READER_GONE };

static int signals_to_end(void)
{
	sigset_t signals;
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	return signalfd(-1, &signals, SFD_CLOEXEC);
}

static bool input_is_closed(void)
{
	char bytes[256];
	ssize_t count = read(STDIN_FILENO, bytes, sizeof(bytes));
	return count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN);
}

static unsigned collect(int output)
{
	struct pollfd sources[] = {
		{.fd = signals_to_end(), .events = POLLIN},
		{.fd = timer_after(options.duration), .events = POLLIN},
		{.fd = options.until_input_closes ? STDIN_FILENO : -1, .events = POLLIN},
		{.fd = timer_at_intervals(), .events = POLLIN},
		{.fd = ring_buffer__epoll_fd(ring), .events = POLLIN},
		{.fd = output, .events = 0}, /* POLLERR tells that the reader is gone */
	};
	set_to_intervals(sources[3].fd, options.interval_millis);
	begin_interval();
	stream_flush();
	while (true) {
		if (poll(sources, 6, -1) < 0)
			continue;
		if (sources[5].revents & POLLERR || stream_is_broken())
			return READER_GONE;
		if (sources[0].revents)
			return TOLD_TO_END;
		if (sources[1].revents)
			return TIME_IS_OVER;
		if (sources[2].revents && input_is_closed())
			return INPUT_CLOSED;
		if (sources[4].revents)
			ring_buffer__poll(ring, 0);
		if (table_was_full())
			change_turn(programs, ring);
		if (sources[3].revents) {
			uint64_t times;
			if (read(sources[3].fd, &times, sizeof(times)) < 0)
				continue;
			end_interval();
			if (wall_clock_was_set()) {
				write_clock();
				set_to_intervals(sources[3].fd, options.interval_millis);
			}
			begin_interval();
			stream_flush();
		}
	}
}

static void end(unsigned why)
{
	/* first no program runs any more, then both turns are read */
	collector__detach(programs);
	if (why != READER_GONE) {
		change_turn(programs, ring);
		end_interval();
		stream_begin(STREAM_END);
		stream_number(why);
		stream_number(calls_written());
		stream_number(reported_losses());
		stream_end();
		stream_flush();
	}
	if (options.verbose)
		fprintf(stderr, "collector: %llu calls, %llu bytes written, %llu lost\n",
			(unsigned long long)calls_written(), (unsigned long long)stream_written(),
			(unsigned long long)reported_losses());
	if (why == READER_GONE || stream_is_broken())
		fputs("collector: nobody reads any more: ended\n", stderr);
}

/* Where the stream goes; -1 where it would be shown, -2 where nobody takes it. */
static int open_output(void)
{
	if (!options.socket) {
		if (isatty(STDOUT_FILENO))
			return -1;
		return STDOUT_FILENO;
	}
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", options.socket);
	int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(connection, (struct sockaddr *)&address, sizeof(address)))
		return -2;
	return connection;
}

int main(int count, char **arguments)
{
	int problem = parse_options(count, arguments, &options);
	if (problem)
		return problem;
	raise_privileges();
	cpus = libbpf_num_possible_cpus();
	problem = load(&options, &programs);
	if (problem)
		return problem;
	ring = ring_buffer__new(bpf_map__fd(programs->maps.records), on_record, NULL, NULL);
	if (!ring)
		return explain(errno);
	if (options.checks) {
		puts("collector: works here");
		collector__destroy(programs);
		return DONE;
	}
	signal(SIGPIPE, SIG_IGN);
	int output = open_output();
	if (output < 0)
		return output == -1 ? fail(USAGE, "the stream is binary: redirect standard output to a file "
						  "or a pipe")
				    : fail(FAILED, "--socket %s: %s", options.socket, strerror(errno));
	stream_to(output);
	begin_epoch();
	cgroups_each(cgroup_found);
	write_start();
	if (collector__attach(programs))
		return explain(errno);
	const char *kept = drop_privileges(options.verbose);
	if (kept)
		return fail(FAILED, "could not be given up: %s", kept);
	end(collect(output));
	ring_buffer__free(ring);
	collector__destroy(programs);
	return DONE;
}
