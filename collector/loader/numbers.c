/* SPDX-License-Identifier: Apache-2.0 */
#include "numbers.h"

#include <stdlib.h>
#include <string.h>

static uint32_t slot_of(const struct numbers *numbers, const void *key)
{
	uint64_t words[2];
	memcpy(words, key, sizeof(words));
	uint64_t mixed = (words[0] * 0x9E3779B97F4A7C15ull ^ words[1]) * 0xC2B2AE3D27D4EB4Full;
	return mixed >> 32 & (numbers->room - 1);
}

static bool grow(struct numbers *numbers)
{
	uint32_t room = numbers->room ? numbers->room * 2 : 1024;
	struct numbered *entries = realloc(numbers->entries, room * sizeof(*entries));
	if (!entries)
		return false;
	numbers->entries = entries;
	uint32_t *slots = calloc(room, sizeof(*slots));
	if (!slots)
		return false;
	free(numbers->slots);
	numbers->slots = slots;
	numbers->room = room;
	if (!numbers->size)
		numbers->size = 1;
	for (uint32_t number = 1; number < numbers->size; number++) {
		struct numbered *entry = &entries[number];
		if (entry->used) {
			uint32_t slot = slot_of(numbers, entry->key);
			entry->next = slots[slot];
			slots[slot] = number;
		}
	}
	return true;
}

uint32_t numbers_find(struct numbers *numbers, const void *key)
{
	if (!numbers->room)
		return 0;
	uint32_t number = numbers->slots[slot_of(numbers, key)];
	while (number && memcmp(numbers->entries[number].key, key, 16))
		number = numbers->entries[number].next;
	return number;
}

uint32_t numbers_add(struct numbers *numbers, const void *key)
{
	uint32_t number = numbers->free;
	if (number) {
		numbers->free = numbers->entries[number].next;
	} else {
		if (numbers->size >= numbers->room && !grow(numbers))
			return 0;
		number = numbers->size++;
	}
	struct numbered *entry = &numbers->entries[number];
	memset(entry, 0, sizeof(*entry));
	memcpy(entry->key, key, sizeof(entry->key));
	entry->used = true;
	uint32_t slot = slot_of(numbers, key);
	entry->next = numbers->slots[slot];
	numbers->slots[slot] = number;
	numbers->in_use++;
	return number;
}

void numbers_remove(struct numbers *numbers, uint32_t number)
{
	struct numbered *entry = &numbers->entries[number];
	uint32_t *link = &numbers->slots[slot_of(numbers, entry->key)];
	while (*link != number)
		link = &numbers->entries[*link].next;
	*link = entry->next;
	entry->used = false;
	entry->about = NULL;
	entry->next = numbers->free;
	numbers->free = number;
	numbers->in_use--;
}
