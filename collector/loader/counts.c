/* SPDX-License-Identifier: Apache-2.0 */
#include "counts.h"

#include "images.h"
#include "objects.h"
#include "stream.h"

static uint64_t calls_so_far, evicted;
static bool was_full;

void write_count(const struct count_key *key, uint64_t calls, uint64_t bytes, uint64_t errors)
{
	uint32_t image = image_number(&key->image);
	uint32_t object = object_number(&key->object);
	if (!image || !object)
		return;
	calls_so_far += calls;
	stream_begin(STREAM_COUNT);
	stream_number(image);
	stream_number(object);
	stream_number(key->operation);
	stream_number(calls);
	stream_number(bytes);
	stream_number(errors);
	stream_end();
}

void write_evicted(const struct count_record *record)
{
	was_full = true;
	evicted++;
	write_count(&record->key, record->calls, record->bytes, record->errors);
}

bool table_was_full(void)
{
	bool was = was_full;
	was_full = false;
	return was;
}

void write_evictions(void)
{
	if (!evicted)
		return;
	stream_begin(STREAM_EVICTION);
	stream_number(evicted);
	stream_end();
	evicted = 0;
}

uint64_t calls_written(void)
{
	return calls_so_far;
}
