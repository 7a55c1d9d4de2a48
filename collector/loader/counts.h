/* SPDX-License-Identifier: Apache-2.0 */
/* Writes counts, wherever they come from. */
#ifndef DISTAPPGUARD_COUNTS_H
#define DISTAPPGUARD_COUNTS_H

#include "../collector.h"

#include <stdbool.h>
#include <stdint.h>

void write_count(const struct count_key *key, uint64_t calls, uint64_t bytes, uint64_t errors);

/* A count that comes by the ring buffer because the table was full. */
void write_evicted(const struct count_record *record);

/* Whether the table was full since this was last asked. */
bool table_was_full(void);

/* Says how many counts came by the ring buffer since the last time. */
void write_evictions(void);

/* Calls written so far. */
uint64_t calls_written(void);

#endif
