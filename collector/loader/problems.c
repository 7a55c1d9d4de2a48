/* SPDX-License-Identifier: Apache-2.0 */
#include "problems.h"

#include "failure.h"
#include "host.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool shows_all;
static char first_warning[512];

static int print_of_library(enum libbpf_print_level level, const char *format, va_list arguments)
{
	char line[512];
	va_list again;
	va_copy(again, arguments);
	vsnprintf(line, sizeof(line), format, again);
	va_end(again);
	if (level == LIBBPF_WARN && strncmp(line, "libbpf: ", 8) == 0) {
		if (!first_warning[0])
			snprintf(first_warning, sizeof(first_warning), "%s", line + 8);
		first_warning[strcspn(first_warning, "\n")] = 0;
	}
	return shows_all && level != LIBBPF_DEBUG ? vfprintf(stderr, format, arguments) : 0;
}

void listen_to_library(bool verbose)
{
	shows_all = verbose;
	libbpf_set_print(print_of_library);
}

int explain(int problem)
{
	if (access("/sys/kernel/btf/vmlinux", R_OK))
		return fail(CANNOT_WATCH,
			    "this kernel has no BTF: /sys/kernel/btf/vmlinux is missing (a kernel built with "
			    "CONFIG_DEBUG_INFO_BTF is needed)");
	if (problem == EPERM)
		return fail(CANNOT_WATCH, "not permitted to load BPF programs (%s): %s", denied_because(),
			    first_warning[0] ? first_warning : strerror(problem));
	return fail(CANNOT_WATCH, "the kernel does not take the BPF programs (Linux 5.17 or newer is "
				  "needed): %s%s%s", strerror(problem), first_warning[0] ? "; " : "",
		    first_warning);
}
