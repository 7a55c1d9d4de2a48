/* SPDX-License-Identifier: Apache-2.0 */
/* Control groups: each is described before the first image that is in it. */
#ifndef DISTAPPGUARD_CGROUPS_H
#define DISTAPPGUARD_CGROUPS_H

#include <stdbool.h>
#include <stdint.h>

/* There is a control group of this path, or it has got this one. */
void cgroup_found(uint64_t id, const char *path);

/* Whether the path of a control group is known, or can be found. */
bool cgroup_is_known(uint64_t id);

/* The number of a control group, which is described from now on; 0 where there is no memory. */
uint32_t cgroup_number(uint64_t id);

#endif
