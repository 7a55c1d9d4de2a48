/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "options.h"

#include "../collector.h"
#include "failure.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of the ring buffer: the longest description fits several times; the most the kernel is asked for. */
#define SMALLEST_RING (1 << 16)
#define LARGEST_RING (1 << 30)

/* The kernel's arrays are at most 2 GB, and this is 512 MB. */
#define MOST_COUNTS (1 << 21)

static const char usage[] =
	"Usage: collector [OPTION]... > STREAM\n"
	"Counts what processes exchange with files and sockets, in the kernel, until told to end.\n"
	"  --cgroup PATH           only this control group and those below it (may be repeated)\n"
	"  --duration SECONDS      end after this long\n"
	"  --until-input-closes    end when standard input does\n"
	"  --interval MILLISECONDS length of an interval (1000)\n"
	"  --most-counts N         distinct (process, object, operation) in an interval (32768)\n"
	"  --ring-bytes N          room for descriptions and life-cycle events that wait to be\n"
	"                          written, a power of two (4194304)\n"
	"  --exclude-parent        leave out the process that started the collector\n"
	"  --socket PATH           write to this unix socket rather than to standard output\n"
	"  --mode MODE             counts; events (a record a call) and empty (a program that does\n"
	"                          nothing) are for measuring\n"
	"  --check                 load, say whether that works, and end\n"
	"  --verbose\n";

static bool positive(const char *text, double *value)
{
	char *end;
	*value = strtod(text, &end);
	return end != text && !*end && *value > 0 && *value < 1e9;
}

/* As the kernel takes them. */
static bool is_ring_size(double bytes)
{
	unsigned whole = bytes <= LARGEST_RING ? bytes : 0;
	return whole == bytes && whole >= SMALLEST_RING && !(whole & (whole - 1));
}

int parse_options(int count, char **arguments, struct options *options)
{
	static const struct option known[] = {
		{"cgroup", required_argument, NULL, 'c'},  {"duration", required_argument, NULL, 'd'},
		{"until-input-closes", no_argument, NULL, 'u'}, {"interval", required_argument, NULL, 'i'},
		{"most-counts", required_argument, NULL, 'n'}, {"ring-bytes", required_argument, NULL, 'r'},
		{"exclude-parent", no_argument, NULL, 'x'}, {"socket", required_argument, NULL, 'o'},
		{"mode", required_argument, NULL, 'm'},    {"check", no_argument, NULL, 'k'},
		{"verbose", no_argument, NULL, 'v'},       {"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	static const char *const modes[] = {
		[MODE_COUNTS] = "counts", [MODE_EVENTS] = "events", [MODE_EMPTY] = "empty"};
	double value;
	int option;
	*options = (struct options){.interval_millis = 1000, .most_counts = 32768, .ring_bytes = 4 << 20};
	while ((option = getopt_long(count, arguments, "", known, NULL)) != -1) {
		switch (option) {
		case 'c':
			if (options->cgroup_count == MOST_CGROUPS)
				return fail(USAGE, "--cgroup: more than %d", MOST_CGROUPS);
			options->cgroups[options->cgroup_count++] = optarg;
			break;
		case 'd':
			if (!positive(optarg, &options->duration))
				return fail(USAGE, "--duration: %s (expected: seconds, > 0)", optarg);
			break;
		case 'i':
			if (!positive(optarg, &value) || value < 1)
				return fail(USAGE, "--interval: %s (expected: milliseconds, >= 1)", optarg);
			options->interval_millis = value;
			break;
		case 'n':
			if (!positive(optarg, &value) || value < 1 || value > MOST_COUNTS)
				return fail(USAGE, "--most-counts: %s (expected: 1 to %d)", optarg, MOST_COUNTS);
			options->most_counts = value;
			break;
		case 'r':
			if (!positive(optarg, &value) || !is_ring_size(value))
				return fail(USAGE, "--ring-bytes: %s (expected: a power of two, %d to %d)",
					    optarg, SMALLEST_RING, LARGEST_RING);
			options->ring_bytes = value;
			break;
		case 'm':
			options->mode = 0;
			while (options->mode < 3 && strcmp(modes[options->mode], optarg))
				options->mode++;
			if (options->mode == 3)
				return fail(USAGE, "--mode: %s (expected: counts, events or empty)", optarg);
			break;
		case 'o': options->socket = optarg; break;
		case 'u': options->until_input_closes = true; break;
		case 'x': options->excludes_parent = true; break;
		case 'k': options->checks = true; break;
		case 'v': options->verbose = true; break;
		case 'h': fputs(usage, stdout); exit(DONE);
		default: return USAGE;
		}
	}
	if (optind < count)
		return fail(USAGE, "%s: unexpected (expected: options alone)", arguments[optind]);
	return DONE;
}
