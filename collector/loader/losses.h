/* SPDX-License-Identifier: Apache-2.0 */
/* What was lost, by control group and reason, as the programs and the kernel count it. */
#ifndef DISTAPPGUARD_LOSSES_H
#define DISTAPPGUARD_LOSSES_H

#include <stdint.h>

struct collector;

/* Writes and empties the losses of a turn that no program counts into any more. */
void write_losses(struct collector *programs, unsigned turn);

/* Writes how often the kernel left a program out since the last time. */
void write_skipped(struct collector *programs);

/* How many losses were written. */
uint64_t reported_losses(void);

#endif
