/* SPDX-License-Identifier: Apache-2.0 */
#include "stream.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* Larger blocks lose more when one is damaged, smaller ones cost more system calls. */
#define BLOCK (64 * 1024)
#define LONGEST_RECORD (24 * 1024)
#define HEAD 16
#define LONGEST_LENGTH 3 /* bytes of a record's length: less than 2^21 */

static int output = -1;
static bool broken;
static uint64_t written;
static uint8_t block[HEAD + BLOCK];
static size_t used = HEAD;
static size_t record_from; /* of the record's length */

static uint32_t crc32_of(const uint8_t *bytes, size_t length)
{
	static uint32_t table[256];
	if (!table[1])
		for (uint32_t value = 0; value < 256; value++) {
			uint32_t rest = value;
			for (int bit = 0; bit < 8; bit++)
				rest = rest & 1 ? rest >> 1 ^ 0xEDB88320u : rest >> 1;
			table[value] = rest;
		}
	uint32_t crc = 0xFFFFFFFFu;
	while (length--)
		crc = crc >> 8 ^ table[(crc ^ *bytes++) & 0xFF];
	return ~crc;
}

static void put32(uint8_t *to, uint32_t value)
{
	for (int byte = 0; byte < 4; byte++)
		to[byte] = value >> 8 * byte;
}

static void put_number(uint64_t value)
{
	while (value >= 0x80) {
		block[used++] = value | 0x80;
		value >>= 7;
	}
	block[used++] = value;
}

void stream_to(int descriptor)
{
	output = descriptor;
}

void stream_begin(unsigned type)
{
	if (used + LONGEST_RECORD > sizeof(block))
		stream_flush();
	put_number(type);
	record_from = used;
	used += LONGEST_LENGTH;
}

void stream_number(uint64_t value)
{
	put_number(value);
}

void stream_text(const void *bytes, size_t length)
{
	put_number(length);
	memcpy(block + used, bytes, length);
	used += length;
}

void stream_end(void)
{
	/* the length always takes three bytes, so that the body need not be moved */
	size_t length = used - record_from - LONGEST_LENGTH;
	block[record_from] = length | 0x80;
	block[record_from + 1] = length >> 7 | 0x80;
	block[record_from + 2] = length >> 14;
}

void stream_flush(void)
{
	if (used == HEAD)
		return;
	size_t length = used - HEAD;
	memcpy(block, "DAGC", 4);
	block[4] = STREAM_VERSION;
	block[5] = block[6] = block[7] = 0;
	put32(block + 8, length);
	put32(block + 12, crc32_of(block + HEAD, length));
	size_t at = 0;
	while (at < used && !broken) {
		ssize_t count = write(output, block + at, used - at);
		if (count >= 0) {
			at += count;
		} else if (errno == EAGAIN) {
			struct pollfd ready = {.fd = output, .events = POLLOUT};
			poll(&ready, 1, -1);
		} else if (errno != EINTR) {
			broken = true;
		}
	}
	written += at;
	used = HEAD;
}

bool stream_is_broken(void)
{
	return broken;
}

uint64_t stream_written(void)
{
	return written;
}
