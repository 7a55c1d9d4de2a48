/* SPDX-License-Identifier: Apache-2.0 */
#include "cgroups.h"

#include "forgetting.h"
#include "host.h"
#include "numbers.h"
#include "stream.h"
#include "times.h"

#include <stdlib.h>
#include <string.h>

/* In an interval. */
#define MOST_SEARCHES 4

static struct numbers cgroups; /* about: the path; leaving: it was written */

void cgroup_found(uint64_t id, const char *path)
{
	uint64_t key[2] = {id, 0};
	uint32_t number = numbers_find(&cgroups, key);
	if (!number && !(number = numbers_add(&cgroups, key)))
		return;
	free(numbers_at(&cgroups, number)->about);
	numbers_at(&cgroups, number)->about = strdup(path);
	numbers_at(&cgroups, number)->leaving = false; /* not written yet */
}

/* Looks for a group that is not known, at all there are; so not for each that is gone already. */
static uint32_t searched(const uint64_t key[2])
{
	static uint32_t interval, searches;
	if (interval != flushes)
		searches = 0;
	interval = flushes;
	if (++searches > MOST_SEARCHES)
		return 0;
	cgroups_each(cgroup_found);
	return numbers_find(&cgroups, key);
}

bool cgroup_is_known(uint64_t id)
{
	uint64_t key[2] = {id, 0};
	uint32_t number = numbers_find(&cgroups, key);
	if (!number || !*(char *)numbers_at(&cgroups, number)->about)
		number = searched(key);
	const char *path = number ? numbers_at(&cgroups, number)->about : NULL;
	return path && *path;
}

uint32_t cgroup_number(uint64_t id)
{
	uint64_t key[2] = {id, 0};
	uint32_t number = numbers_find(&cgroups, key);
	if (!number)
		number = searched(key);
	if (!number) {
		cgroup_found(id, ""); /* gone before it could be looked up */
		number = numbers_find(&cgroups, key);
	}
	struct numbered *entry = numbers_at(&cgroups, number);
	if (number && !entry->leaving) {
		entry->leaving = true;
		stream_begin(STREAM_CGROUP);
		stream_number(number);
		stream_number(id);
		stream_text(entry->about, entry->about ? strlen(entry->about) : 0);
		uint64_t start = entry->about ? oldest_in_cgroup(entry->about) : 0;
		stream_number(start ? millis_of(start) : 0);
		stream_end();
	}
	return number;
}
