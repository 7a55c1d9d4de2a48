/* SPDX-License-Identifier: Apache-2.0 */
#include "records.h"

#include "../collector.h"
#include "cgroups.h"
#include "counts.h"
#include "images.h"
#include "objects.h"

#include <stdio.h>

static void on_cgroup(const struct description *group)
{
	char path[LONGEST_TEXT + 1];
	snprintf(path, sizeof(path), "%.*s", (int)group->given_length, group->texts);
	cgroup_found(group->begun.cgroup, path);
}

static void on_count(const struct count_record *record)
{
	write_count(&record->key, record->calls, record->bytes, record->errors);
}

int on_record(void *context, void *data, size_t size)
{
	(void)context;
	const struct record *record = data;
	if (size < sizeof(*record))
		return 0;
	switch (record->type) {
	case RECORD_IMAGE: on_image(data); break;
	case RECORD_FORK: on_fork(data); break;
	case RECORD_EXIT: on_exit_record(data); break;
	case RECORD_OBJECT: on_object(data); break;
	case RECORD_COUNT: on_count(data); break;
	case RECORD_EVICTED: write_evicted(data); break;
	case RECORD_CGROUP: on_cgroup(data); break;
	}
	return 0;
}
