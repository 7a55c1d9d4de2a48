/* SPDX-License-Identifier: Apache-2.0 */
/* What the collector asks the host for by its files: control groups and addresses. */
#ifndef DISTAPPGUARD_HOST_H
#define DISTAPPGUARD_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Folder of the version 2 hierarchy of control groups; empty where none is mounted. */
const char *cgroup_root(void);

/* Whether all of it is seen: in a container's own namespace it begins at the container. */
bool sees_all_cgroups(void);

/*
 * Finds a control group by its folder, or by its path below the root.
 * Returns its id, 0 where there is none; and how deep below the root it lies.
 */
uint64_t cgroup_id(const char *path, int *depth);

/*
 * When the oldest process in the control group of this path below the root began, in nanoseconds since
 * boot; 0 where there is none.
 */
uint64_t oldest_in_cgroup(const char *path);

/* Calls `found` with the id and path of every control group. */
void cgroups_each(void (*found)(uint64_t id, const char *path));

#define MOST_ADDRESSES 64

/* IP addresses, IPv4 as ::ffff:a.b.c.d, of the network namespace of a process; loopback left out. */
size_t addresses_of(uint32_t process, uint8_t addresses[MOST_ADDRESSES][16]);

/* Takes up what the file's capabilities permit, for a user who is not root. */
void raise_privileges(void);

/* Why BPF programs may not be loaded, and what to do about it. */
const char *denied_because(void);

/*
 * Gives up everything that is not needed once the programs run: user, groups, capabilities.
 * Returns NULL, or what could not be given up.
 */
const char *drop_privileges(bool verbose);

#endif
