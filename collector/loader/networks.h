/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Network namespaces and their addresses: each is described before the first image that is in it,
 * and again when it has got more addresses a moment later, as that of a new container does.
 */
#ifndef DISTAPPGUARD_NETWORKS_H
#define DISTAPPGUARD_NETWORKS_H

#include <stdint.h>

/* Describes a network namespace, by its inode, unless that was done; `process` is one within. */
void need_network(uint32_t namespace, uint32_t process);

/* A round of looking at young namespaces again is begun; then each is looked at once, by the first
 * process within that is named. */
void begin_looking_again(void);
void look_again_at_network(uint32_t namespace, uint32_t process);

#endif
