/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Counts a call. The first one of its kind in an interval also sees to it that image and object are
 * described to user space, *before* the count can be seen there.
 */
#ifndef DISTAPPGUARD_KERNEL_COUNTING_H
#define DISTAPPGUARD_KERNEL_COUNTING_H

#include "constants.h"
#include "images.h"
#include "objects.h"
#include "slots.h"

/* Set by the loader before loading. */
const volatile __u32 mode = MODE_COUNTS;

/*
 * How a call came out. One that failed with EFAULT was given an address that is not the program's: the
 * kernel could read no more there than we can, so nothing is lost where we cannot.
 */
enum outcome { DONE_WELL, FAILED, WITHOUT_MEMORY };

static __always_inline __u32 outcome_of(long result)
{
	return result >= 0 ? DONE_WELL : result == BAD_ADDRESS ? WITHOUT_MEMORY : FAILED;
}

/* The first call of its kind in this interval, or one whose description found no room. */
ONCE int count_first(struct count_key *key, struct meeting *met, __u64 bytes, __u32 failed)
{
	if (!key || !met)
		return 0;
	__u32 undescribed = 0;
	/* the object first: its given text stands where the image's texts will */
	if (!object_described(key, met))
		undescribed |= OBJECT_UNDESCRIBED;
	if (!image_described(&key->image))
		undescribed |= IMAGE_UNDESCRIBED;
	if (!begun(key, bytes, failed, undescribed)) {
		/* full: the count goes to user space by itself */
		struct count_record record = {.key = *key, .calls = 1, .bytes = bytes, .errors = failed};
		send(&record, RECORD_EVICTED, sizeof(record));
	}
	return 0;
}

static __always_inline void count(struct count_key *key, struct meeting *met, __u64 bytes,
				  bool failed)
{
	if (mode == MODE_EVENTS) {
		struct count_record record = {.key = *key, .calls = 1, .bytes = bytes, .errors = failed};
		object_described(key, met);
		image_described(&key->image);
		send(&record, RECORD_COUNT, sizeof(record));
		return;
	}
	if (!added(key, bytes, failed))
		count_first(key, met, bytes, failed);
}

#endif
