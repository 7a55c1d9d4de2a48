/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "host.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ftw.h>
#include <grp.h>
#include <linux/capability.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#define NOBODY 65534
#define CAPABILITY_SYS_ADMIN 21
#define CAPABILITY_PERFMON 38
#define CAPABILITY_BPF 39
#define MOST_ASKED 1024 /* processes of a control group; the first is mostly the oldest */
#define CGROUP_ROOT_INODE 1 /* of the whole hierarchy, on every host */

static char root[4096];

const char *cgroup_root(void)
{
	if (root[0])
		return root;
	FILE *mounts = setmntent("/proc/self/mounts", "r");
	if (!mounts)
		return root;
	struct mntent *entry;
	while ((entry = getmntent(mounts)))
		if (!strcmp(entry->mnt_type, "cgroup2")) /* the last lies over those before */
			snprintf(root, sizeof(root), "%s", entry->mnt_dir);
	endmntent(mounts);
	return root;
}

bool sees_all_cgroups(void)
{
	struct stat status;
	return !*cgroup_root() || (!stat(cgroup_root(), &status) && status.st_ino == CGROUP_ROOT_INODE);
}

uint64_t cgroup_id(const char *path, int *depth)
{
	const char *below = path;
	size_t length = strlen(cgroup_root());
	char whole[8192];
	struct stat status;
	if (!length)
		return 0;
	if (!strncmp(path, root, length) && (path[length] == '/' || !path[length]))
		below = path + length;
	snprintf(whole, sizeof(whole), "%s/%s", root, below);
	if (stat(whole, &status))
		return 0;
	*depth = 0;
	for (const char *at = below; *at; at++)
		if (*at != '/' && (at == below || at[-1] == '/'))
			++*depth;
	return status.st_ino;
}

static void (*cgroup_found)(uint64_t id, const char *path);

static int visit(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)walk;
	if (type == FTW_D) {
		const char *below = path + strlen(root);
		cgroup_found(status->st_ino, *below ? below : "/");
	}
	return 0;
}

void cgroups_each(void (*found)(uint64_t id, const char *path))
{
	if (!*cgroup_root())
		return;
	cgroup_found = found;
	nftw(root, visit, 16, FTW_PHYS | FTW_MOUNT);
}

/* When a process began; the field is the 20th behind its name, which may have any character. */
static uint64_t start_of(unsigned process)
{
	char path[64], line[1024];
	snprintf(path, sizeof(path), "/proc/%u/stat", process);
	FILE *file = fopen(path, "re");
	if (!file)
		return 0;
	line[fread(line, 1, sizeof(line) - 1, file)] = 0;
	fclose(file);
	char *at = strrchr(line, ')');
	for (int field = 0; at && field < 20; field++)
		at = strchr(at + 1, ' ');
	return at ? strtoull(at, NULL, 10) * (1000000000ull / sysconf(_SC_CLK_TCK)) : 0;
}

uint64_t oldest_in_cgroup(const char *path)
{
	char processes[8192];
	unsigned process;
	uint64_t oldest = 0;
	snprintf(processes, sizeof(processes), "%s%s/cgroup.procs", cgroup_root(), path);
	FILE *file = fopen(processes, "re");
	for (int read = 0; file && read < MOST_ASKED && fscanf(file, "%u", &process) == 1; read++) {
		uint64_t start = start_of(process);
		if (start && (!oldest || start < oldest))
			oldest = start;
	}
	if (file)
		fclose(file);
	return oldest;
}

static bool is_known(uint8_t addresses[][16], size_t count, const uint8_t *address)
{
	for (size_t index = 0; index < count; index++)
		if (!memcmp(addresses[index], address, 16))
			return true;
	return false;
}

/* fib_trie shows an address in one line and, in one after it, that it is the host's own. */
static size_t addresses_4(uint32_t process, uint8_t addresses[][16], size_t count)
{
	char line[256], path[64];
	uint8_t address[16] = {[10] = 0xff, [11] = 0xff};
	snprintf(path, sizeof(path), "/proc/%u/net/fib_trie", process);
	FILE *file = fopen(path, "re");
	if (!file)
		return count;
	while (count < MOST_ADDRESSES && fgets(line, sizeof(line), file)) {
		char *name = strstr(line, "|-- ");
		if (name) {
			name[strcspn(name, "\n")] = 0;
			inet_pton(AF_INET, name + 4, address + 12);
		} else if (strstr(line, "/32 host LOCAL") && address[12] != 127 &&
			   !is_known(addresses, count, address)) {
			memcpy(addresses[count++], address, 16);
		}
	}
	fclose(file);
	return count;
}

/* An address a line: 32 hexadecimal digits, index, prefix, scope (0: everywhere), flags, name. */
static size_t addresses_6(uint32_t process, uint8_t addresses[][16], size_t count)
{
	char line[256], path[64], digits[33];
	snprintf(path, sizeof(path), "/proc/%u/net/if_inet6", process);
	FILE *file = fopen(path, "re");
	if (!file)
		return count;
	while (count < MOST_ADDRESSES && fgets(line, sizeof(line), file)) {
		unsigned scope;
		if (sscanf(line, "%32s %*x %*x %x", digits, &scope) != 2 || scope)
			continue;
		for (int index = 0; index < 16; index++) {
			unsigned value = 0;
			sscanf(digits + 2 * index, "%2x", &value);
			addresses[count][index] = value;
		}
		if (!is_known(addresses, count, addresses[count]))
			count++;
	}
	fclose(file);
	return count;
}

size_t addresses_of(uint32_t process, uint8_t addresses[MOST_ADDRESSES][16])
{
	return addresses_6(process, addresses, addresses_4(process, addresses, 0));
}

/* Before Linux 5.19 reading a map needed CAP_BPF where unprivileged BPF is off, which is usual. */
static bool reading_maps_needs_capability(void)
{
	struct utsname name;
	int major = 0, minor = 0;
	uname(&name);
	sscanf(name.release, "%d.%d", &major, &minor);
	return major < 5 || (major == 5 && minor < 19);
}

void raise_privileges(void)
{
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2] = {};
	if (syscall(SYS_capget, &head, data))
		return;
	for (int index = 0; index < 2; index++)
		data[index].effective = data[index].permitted;
	syscall(SYS_capset, &head, data);
}

const char *denied_because(void)
{
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2] = {};
	syscall(SYS_capget, &head, data);
	bool all = data[0].effective & 1u << CAPABILITY_SYS_ADMIN;
	if ((all || data[1].effective & 1u << (CAPABILITY_BPF - 32)) &&
	    (all || data[1].effective & 1u << (CAPABILITY_PERFMON - 32)))
		return "CAP_BPF and CAP_PERFMON are there: a seccomp profile that does not allow bpf, SELinux "
		       "or kernel lockdown forbids it";
	if (geteuid() && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0))
		return "CAP_BPF or CAP_PERFMON is missing, and no_new_privs keeps those of the file away: in "
		       "Kubernetes set allowPrivilegeEscalation: true";
	return "CAP_BPF or CAP_PERFMON is missing: run as root, or give it both";
}

const char *drop_privileges(bool verbose)
{
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2] = {};
	bool keeps = reading_maps_needs_capability();
	if (keeps) {
		data[1].permitted = data[1].effective = 1u << (CAPABILITY_BPF - 32);
		prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);
	}
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return "no_new_privs";
	if (geteuid() == 0) {
		if (getgroups(0, NULL) && setgroups(0, NULL))
			return "groups (root needs CAP_SETGID for that)";
		if (setresgid(NOBODY, NOBODY, NOBODY))
			return "group (root needs CAP_SETGID for that)";
		if (setresuid(NOBODY, NOBODY, NOBODY))
			return "user (root needs CAP_SETUID for that)";
	}
	if (syscall(SYS_capset, &head, data))
		return "capabilities";
	if (verbose)
		fprintf(stderr, "collector: runs as user %d with %s\n", geteuid(),
			keeps ? "CAP_BPF" : "no capability");
	return NULL;
}
