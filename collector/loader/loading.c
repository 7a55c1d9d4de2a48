/* SPDX-License-Identifier: Apache-2.0 */
#include "loading.h"

#include "../collector.h"
#include "failure.h"
#include "host.h"
#include "options.h"
#include "problems.h"
#include "turns.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>

#include "collector.skel.h"

static bool has_tracepoint(const char *name)
{
	return libbpf_find_vmlinux_btf_id(name, BPF_TRACE_RAW_TP) > 0;
}

static bool has_function(const char *name)
{
	struct btf *kernel = btf__load_vmlinux_btf();
	bool has = kernel && btf__find_by_name_kind(kernel, name, BTF_KIND_FUNC) > 0;
	btf__free(kernel);
	return has;
}

/* Tells the programs at which depths watched control groups lie, and which these are if few. */
static int choose_cgroups(struct collector *programs, const struct options *options)
{
	for (unsigned index = 0; index < options->cgroup_count; index++) {
		int depth = 0;
		uint64_t id = cgroup_id(options->cgroups[index], &depth);
		if (!id)
			return fail(FAILED, "--cgroup %s: no such control group (expected: a folder below %s)",
				    options->cgroups[index],
				    *cgroup_root() ? cgroup_root() : "a mounted cgroup2 file system");
		unsigned known = 0;
		while (known < programs->rodata->depths && programs->rodata->depth[known] != depth)
			known++;
		if (known >= DEPTHS)
			return fail(USAGE, "--cgroup: control groups at more than %d depths", DEPTHS);
		programs->rodata->depth[known] = depth;
		if (known == programs->rodata->depths)
			programs->rodata->depths = known + 1;
		if (options->cgroup_count <= FEW) {
			programs->rodata->few_cgroups[index] = id;
			programs->rodata->few = options->cgroup_count;
		}
	}
	return DONE;
}

/* The same once they are loaded, however many there are. */
static void watch_cgroups(struct collector *programs, const struct options *options)
{
	for (unsigned index = 0; index < options->cgroup_count; index++) {
		int depth = 0;
		uint64_t id = cgroup_id(options->cgroups[index], &depth);
		uint8_t yes = 1;
		bpf_map_update_elem(bpf_map__fd(programs->maps.watched_cgroups), &id, &yes, 0);
	}
}

/* Lets the programs know which process the collector is, to leave it out. */
static int know_own_process(struct collector *programs)
{
	LIBBPF_OPTS(bpf_test_run_opts, run);
	if (bpf_prog_test_run_opts(bpf_program__fd(programs->progs.know_own_process), &run))
		return explain(errno);
	if (programs->bss->own_process != (__u32)getpid())
		return fail(CANNOT_WATCH,
			    "/proc has the process numbers of a container, so addresses could not be told (share "
			    "the host's: hostPID in Kubernetes, --pid=host with Docker and Podman)");
	bpf_program__set_autoattach(programs->progs.know_own_process, false);
	return DONE;
}

int load(const struct options *options, struct collector **loaded)
{
	struct rlimit unlimited = {RLIM_INFINITY, RLIM_INFINITY};
	setrlimit(RLIMIT_MEMLOCK, &unlimited); /* before Linux 5.11 maps counted against it */
	listen_to_library(options->verbose);
	struct collector *programs = *loaded = collector__open();
	if (!programs)
		return explain(errno);
	if (!sees_all_cgroups())
		return fail(CANNOT_WATCH,
			    "%s holds this container's control groups alone, so others could not be named "
			    "(mount the host's /sys/fs/cgroup there)", cgroup_root());
	if (bpf_map__set_max_entries(programs->maps.records, options->ring_bytes))
		return explain(errno);
	programs->rodata->wakes_at = options->ring_bytes / 4;
	programs->rodata->mode = options->mode;
	programs->rodata->excludes_parent = options->excludes_parent;
	programs->rodata->casts = has_function("bpf_rdonly_cast");
	bpf_program__set_autoload(programs->progs.on_ring_completion,
				  options->mode != MODE_EMPTY && has_tracepoint("io_uring_complete"));
	int failure = choose_cgroups(programs, options);
	if (failure)
		return failure;
	int problem = size_turns(programs, options->most_counts);
	if (problem)
		return explain(problem);
	if (collector__load(programs))
		return explain(errno);
	problem = share_turns(programs);
	if (problem)
		return explain(problem);
	watch_cgroups(programs, options);
	return know_own_process(programs);
}
