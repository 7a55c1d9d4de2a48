/* SPDX-License-Identifier: Apache-2.0 */
#include "networks.h"

#include "forgetting.h"
#include "host.h"
#include "numbers.h"
#include "stream.h"

#include <string.h>

/* Intervals for which a namespace is young. */
#define YOUNG_FOR 10

/* about: how many addresses were written, and one; last_use: when it was new; leaving: it was
 * looked at in this round. */
static struct numbers networks;

static void describe_network(uint32_t number, uint32_t process)
{
	uint8_t addresses[MOST_ADDRESSES][16];
	uint64_t key[2];
	memcpy(key, numbers_at(&networks, number)->key, sizeof(key));
	size_t count = addresses_of(process, addresses);
	uint64_t before = (uintptr_t)numbers_at(&networks, number)->about;
	if (before == count + 1)
		return;
	numbers_at(&networks, number)->about = (void *)(uintptr_t)(count + 1);
	stream_begin(STREAM_NETWORK);
	stream_number(key[0]);
	stream_number(count);
	for (size_t index = 0; index < count; index++)
		stream_text(addresses[index], 16);
	stream_end();
}

void need_network(uint32_t namespace, uint32_t process)
{
	uint64_t key[2] = {namespace, 0};
	uint32_t number = numbers_find(&networks, key);
	if (!number && (number = numbers_add(&networks, key))) {
		used_now(&networks, number);
		describe_network(number, process);
	}
}

void begin_looking_again(void)
{
	for (uint32_t number = 1; number < networks.size; number++)
		numbers_at(&networks, number)->leaving = false;
}

void look_again_at_network(uint32_t namespace, uint32_t process)
{
	uint64_t key[2] = {namespace, 0};
	uint32_t number = numbers_find(&networks, key);
	if (!number || numbers_at(&networks, number)->leaving ||
	    flushes - numbers_at(&networks, number)->last_use > YOUNG_FOR)
		return;
	numbers_at(&networks, number)->leaving = true;
	describe_network(number, process);
}
