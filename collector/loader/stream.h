/* SPDX-License-Identifier: Apache-2.0 */
/* Writes the stream that STREAM.md describes: blocks of records. */
#ifndef DISTAPPGUARD_STREAM_H
#define DISTAPPGUARD_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STREAM_VERSION 2

/* Types of records. */
enum {
	STREAM_START = 1,
	STREAM_CGROUP,
	STREAM_NETWORK,
	STREAM_IMAGE,
	STREAM_OBJECT,
	STREAM_INTERVAL,
	STREAM_COUNT,
	STREAM_EXIT,
	STREAM_LOSS,
	STREAM_EVICTION,
	STREAM_END,
	STREAM_CLOCK,
};

/* Writes to this descriptor from now on. */
void stream_to(int descriptor);

/* A record is begun, filled, and ended. */
void stream_begin(unsigned type);
void stream_number(uint64_t value);
void stream_text(const void *bytes, size_t length);
void stream_end(void);

/* Writes what is waiting. */
void stream_flush(void);

/* Whether nobody reads any more; all further writing is for nothing. */
bool stream_is_broken(void);

/* Bytes written so far. */
uint64_t stream_written(void);

#endif
