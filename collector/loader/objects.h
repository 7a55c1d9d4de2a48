/* SPDX-License-Identifier: Apache-2.0 */
/* Objects: what is read from or written to. Numbers them, and writes their descriptions. */
#ifndef DISTAPPGUARD_OBJECTS_H
#define DISTAPPGUARD_OBJECTS_H

#include "../collector.h"

#include <stdint.h>

/* What the kernel tells of one. */
void on_object(const struct description *record);

/*
 * The number of an object that is used now; one whose description was lost is written as unknown.
 * 0 where there is no memory.
 */
uint32_t object_number(const struct object_key *key);

/* Gives back the numbers of objects unused for long; `described` is the kernel's map of those it has
 * described. */
void forget_objects(int described);

#endif
