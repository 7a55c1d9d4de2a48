/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gives back the numbers of what was not used for long, and of what has ended; in two steps, for a
 * number must not be another's while a program in the kernel may still take it for described.
 */
#ifndef DISTAPPGUARD_FORGETTING_H
#define DISTAPPGUARD_FORGETTING_H

#include "numbers.h"

#include <stdbool.h>
#include <stdint.h>

/* Intervals written so far: the time by which use is told. Only the end of one counts it up. */
extern uint32_t flushes;

static inline void used_now(struct numbers *numbers, uint32_t number)
{
	numbers_at(numbers, number)->last_use = flushes;
}

/*
 * Looks through all numbers. `described` is the kernel's map of what it has described; `ended` tells
 * what has ended, `stays` what is to be kept although it is not used. Both may be NULL.
 */
void forget(struct numbers *numbers, int described, bool (*ended)(uint32_t number),
	    bool (*stays)(uint32_t number));

#endif
