/* SPDX-License-Identifier: Apache-2.0 */
#include "forgetting.h"

#include <bpf/bpf.h>
#include <stdlib.h>

/* Flushes after which what was not used is forgotten, and how long the kernel has to forget it. */
#define FORGOTTEN_AFTER 120
#define LEAVES_FOR 3

uint32_t flushes;

void forget(struct numbers *numbers, int described, bool (*ended)(uint32_t number),
	    bool (*stays)(uint32_t number))
{
	for (uint32_t number = 1; number < numbers->size; number++) {
		struct numbered *entry = numbers_at(numbers, number);
		if (!entry->used)
			continue;
		uint32_t idle = flushes - entry->last_use;
		if (idle >= FORGOTTEN_AFTER && !entry->leaving && stays && stays(number)) {
			entry->last_use = flushes;
			continue;
		}
		if (entry->leaving) {
			/* programs that still held it as described have ended by now */
			if (idle >= FORGOTTEN_AFTER + LEAVES_FOR ||
			    (ended && ended(number) && idle >= 2 * LEAVES_FOR)) {
				free(entry->about);
				numbers_remove(numbers, number);
			}
		} else if (idle >= FORGOTTEN_AFTER || (ended && ended(number) && idle >= LEAVES_FOR)) {
			bpf_map_delete_elem(described, entry->key);
			entry->leaving = true;
		}
	}
}
