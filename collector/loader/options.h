/* SPDX-License-Identifier: Apache-2.0 */
/* What the command line says. */
#ifndef DISTAPPGUARD_OPTIONS_H
#define DISTAPPGUARD_OPTIONS_H

#include <stdbool.h>

#define MOST_CGROUPS 1024

struct options {
	const char *cgroups[MOST_CGROUPS];
	unsigned cgroup_count;
	double duration; /* seconds; 0: until told to end */
	unsigned interval_millis;
	unsigned most_counts;
	unsigned ring_bytes;
	const char *socket; /* NULL: standard output */
	bool until_input_closes;
	bool excludes_parent;
	bool checks;
	bool verbose;
	unsigned mode; /* enum mode */
};

/*
 * Reads the arguments; they must stay where they are. Returns DONE, or USAGE where they are wrong,
 * and has said how. Ends the program at --help.
 */
int parse_options(int count, char **arguments, struct options *options);

#endif
