/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gives keys of 16 bytes small numbers, for as long as they are used. A number that is let go is
 * given again.
 */
#ifndef DISTAPPGUARD_NUMBERS_H
#define DISTAPPGUARD_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

struct numbered {
	uint8_t key[16];
	uint32_t next;     /* of the same slot, or of the free ones; 0: none. Numbers begin at 1 */
	uint32_t last_use; /* flush in which it was last used */
	bool used;
	bool leaving;      /* the kernel was told to forget it */
	void *about;
};

struct numbers {
	struct numbered *entries;
	uint32_t *slots;
	uint32_t size;     /* entries ever used, and one */
	uint32_t room;
	uint32_t free;
	uint32_t in_use;
};

/* The number of a key; 0 if it has none. */
uint32_t numbers_find(struct numbers *numbers, const void *key);

/* Gives a key its number; it must have none. 0 if there is no memory. */
uint32_t numbers_add(struct numbers *numbers, const void *key);

/* Lets a number go; what it was about is the caller's. */
void numbers_remove(struct numbers *numbers, uint32_t number);

static inline struct numbered *numbers_at(struct numbers *numbers, uint32_t number)
{
	return &numbers->entries[number];
}

#endif
