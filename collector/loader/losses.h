/* SPDX-License-Identifier: Apache-2.0 */
/* What was lost, by CPU and reason, as the programs and the kernel count it. */
#ifndef DISTAPPGUARD_LOSSES_H
#define DISTAPPGUARD_LOSSES_H

#include <stdint.h>

struct collector;

/* Writes what was lost since the last time. */
void write_losses(struct collector *programs, int cpus);

/* How many losses were written. */
uint64_t reported_losses(void);

#endif
