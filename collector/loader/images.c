/* SPDX-License-Identifier: Apache-2.0 */
#include "images.h"

#include "cgroups.h"
#include "forgetting.h"
#include "networks.h"
#include "numbers.h"
#include "stream.h"
#include "texts.h"
#include "times.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* How an image began. Codes of the stream. */
enum { BEGAN_BEFORE, BEGAN_BY_FORK, BEGAN_BY_EXECUTION };

/* What is kept of an image, for its children begin as copies of it. */
struct image {
	struct image_key key;
	uint64_t cgroup;
	uint32_t network, pid_namespace, pid;
	uint32_t executable_length, arguments_length;
	bool ended;
	char texts[]; /* executable, arguments */
};

static struct numbers images; /* about: the struct image */

static struct image *image_at(uint32_t number)
{
	return number ? numbers_at(&images, number)->about : NULL;
}

/* The same where the number is in use. */
static struct image *image_in_use(uint32_t number)
{
	return numbers_at(&images, number)->used ? image_at(number) : NULL;
}

uint32_t image_of_process(uint32_t process, uint64_t start)
{
	uint32_t best = 0;
	for (uint32_t number = 1; number < images.size; number++) {
		struct image *image = image_in_use(number);
		if (!image || image->key.tgid != process || (start && image->key.start != start))
			continue;
		struct image *known = image_at(best);
		if (!known || known->key.start < image->key.start ||
		    (known->key.start == image->key.start &&
		     known->key.executions < image->key.executions))
			best = number;
	}
	return best;
}

uint32_t image_of_number(uint32_t pid, uint32_t namespace)
{
	uint32_t best = 0;
	for (uint32_t number = 1; number < images.size; number++) {
		struct image *image = image_in_use(number);
		if (image && image->pid == pid && image->pid_namespace == namespace && !image->ended &&
		    (!best || image_at(best)->key.executions <= image->key.executions))
			best = number;
	}
	return best;
}

/* Numbers and writes an image, unless that was done. Takes over `image`. */
static uint32_t write_image(struct image *image, uint32_t parent, unsigned began, uint64_t time)
{
	uint32_t number = numbers_find(&images, &image->key);
	struct image *known = image_at(number);
	if (known && known->cgroup == image->cgroup && known->network == image->network &&
	    known->executable_length) {
		numbers_at(&images, number)->leaving = false;
		used_now(&images, number);
		free(image);
		return number;
	}
	if (!number && !(number = numbers_add(&images, &image->key))) {
		free(image);
		return 0;
	}
	struct numbered *entry = numbers_at(&images, number);
	free(entry->about);
	entry->about = image;
	entry->last_use = flushes;
	entry->leaving = false;
	need_network(image->network, image->key.tgid);
	uint32_t cgroup = cgroup_number(image->cgroup);
	stream_begin(STREAM_IMAGE);
	stream_number(number);
	stream_number(parent);
	stream_number(cgroup);
	stream_number(image->network);
	stream_number(image->key.tgid);
	stream_number(image->pid);
	stream_number(image->pid_namespace);
	stream_number(began);
	stream_number(millis_of(time));
	stream_text(image->texts, image->executable_length);
	stream_text(image->texts + image->executable_length, image->arguments_length);
	stream_number(millis_of(image->key.start));
	stream_end();
	return number;
}

/* An image whose description was lost. */
static uint32_t unknown_image(const struct image_key *key)
{
	struct image *image = calloc(1, sizeof(*image));
	if (!image)
		return 0;
	image->key = *key;
	return write_image(image, 0, BEGAN_BEFORE, nanos_since_boot());
}

uint32_t image_number(const struct image_key *key)
{
	uint32_t number = numbers_find(&images, key);
	if (!number)
		return unknown_image(key);
	used_now(&images, number);
	return number;
}

void on_image(const struct description *record)
{
	char short_arguments[SHORTENED];
	static char path[LONGEST_PATH];
	const char *given = record->texts + record->path_length;
	const char *folder = given + record->given_length;
	const char *arguments = folder + record->folder_length;
	size_t length = 0;
	if (record->given_length > 1)
		length = joined(folder, record->folder_length, given, record->given_length, path,
				sizeof(path));
	else if (record->path_length)
		length = path_of(record->texts, record->path_length, path, sizeof(path));
	size_t arguments_length = shortened(arguments, record->arguments_length, short_arguments);
	struct image *image = malloc(sizeof(*image) + length + arguments_length);
	if (!image)
		return;
	*image = (struct image){.key = record->image,
				.cgroup = record->begun.cgroup,
				.network = record->begun.network,
				.pid_namespace = record->begun.pid_namespace,
				.pid = record->begun.pid,
				.executable_length = length,
				.arguments_length = arguments_length};
	memcpy(image->texts, path, length);
	memcpy(image->texts + length, short_arguments, arguments_length);
	uint32_t parent;
	if (record->begun.executed) {
		struct image_key before = record->image;
		before.executions--;
		parent = numbers_find(&images, &before);
		if (parent)
			image_at(parent)->ended = true;
	} else {
		parent = image_of_process(record->begun.parent, 0);
	}
	write_image(image, parent, record->begun.executed ? BEGAN_BY_EXECUTION : BEGAN_BEFORE,
		    record->record.time);
}

void on_fork(const struct fork_record *record)
{
	uint32_t parent = numbers_find(&images, &record->parent);
	if (!parent)
		parent = unknown_image(&record->parent);
	struct image *origin = image_at(parent);
	size_t texts = origin ? origin->executable_length + origin->arguments_length : 0;
	struct image *image = malloc(sizeof(*image) + texts);
	if (!image)
		return;
	*image = (struct image){.key = record->child,
				.cgroup = record->cgroup,
				.network = record->network,
				.pid_namespace = record->pid_namespace,
				.pid = record->pid};
	if (origin) {
		image->executable_length = origin->executable_length;
		image->arguments_length = origin->arguments_length;
		memcpy(image->texts, origin->texts, texts);
	}
	write_image(image, parent, BEGAN_BY_FORK, record->record.time);
}

void on_exit_record(const struct exit_record *record)
{
	uint32_t number = numbers_find(&images, &record->image);
	if (!number)
		return;
	image_at(number)->ended = true;
	stream_begin(STREAM_EXIT);
	stream_number(number);
	stream_number(record->code);
	stream_end();
}

void look_again_at_networks(void)
{
	begin_looking_again();
	for (uint32_t number = 1; number < images.size; number++) {
		struct image *image = image_in_use(number);
		if (image && !image->ended)
			look_again_at_network(image->network, image->key.tgid);
	}
}

static bool has_ended(uint32_t number)
{
	struct image *image = image_at(number);
	return !image || image->ended;
}

/*
 * A process that waits for long is not forgotten: told anew it would bear the title that it has
 * written over its arguments since. What comes of it is bounded by the processes there are.
 */
static bool still_runs(uint32_t number)
{
	struct image *image = image_at(number);
	return image && !image->ended && (!kill(image->key.tgid, 0) || errno == EPERM);
}

void forget_images(int described)
{
	forget(&images, described, has_ended, still_runs);
}
