/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loads the programs of collector.bpf.c, turns what they count into the stream of STREAM.md, and
 * ends in good order: detached first, then everything that was counted is written.
 */
#define _GNU_SOURCE
#include "collector.h"
#include "host.h"
#include "numbers.h"
#include "stream.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "collector.skel.h"

enum { DONE = 0, FAILED = 1, USAGE = 2, CANNOT_WATCH = 3 };

#define MOST_CGROUPS 1024
#define LONGEST_EXECUTABLE 4096

/* Of the ring buffer: the longest description fits several times; the most the kernel is asked for. */
#define SMALLEST_RING (1 << 16)
#define LARGEST_RING (1 << 30)

/* The kernel's arrays are at most 2 GB, and this is 512 MB. */
#define MOST_COUNTS (1 << 21)

/* Of arguments as much is kept as strace -s 16 shows, so that both tell programs apart alike. */
#define MOST_ARGUMENTS 16
#define LONGEST_ARGUMENT 16

/* Flushes after which what was not used is forgotten, and how long the kernel has to forget it. */
#define FORGOTTEN_AFTER 120
#define LEAVES_FOR 3

static struct {
	const char *cgroups[MOST_CGROUPS];
	unsigned cgroup_count;
	double duration; /* seconds; 0: until told to end */
	unsigned interval_millis;
	unsigned most_counts;
	unsigned ring_bytes;
	const char *socket;
	bool until_input_closes;
	bool excludes_parent;
	bool checks;
	bool verbose;
	unsigned mode;
} options = {.interval_millis = 1000, .most_counts = 32768, .ring_bytes = 4 << 20};

static struct collector *programs;
static struct slot *slots;     /* of both turns, one behind the other; shared with the kernel */
static uint64_t *taken_slots;
static int inner_of_barrier;
static int cpus;
static struct numbers images, objects, cgroups, networks;
static uint32_t flushes;
static uint64_t evicted, calls, reported_losses;
static bool map_was_full;
static char last_warning[512];

/* What is kept of an image, for its children begin as copies of it. */
struct image {
	struct image_key key;
	uint64_t cgroup;
	uint32_t network, pid_namespace, pid;
	uint32_t executable_length, arguments_length;
	bool ended;
	char texts[]; /* executable, arguments */
};

/* ---- Small things. */

static uint64_t nanos(clockid_t clock)
{
	struct timespec time;
	clock_gettime(clock, &time);
	return time.tv_sec * 1000000000ull + time.tv_nsec;
}

/* A time of the kernel's records in milliseconds since the epoch. */
static uint64_t wall_millis(uint64_t monotonic)
{
	return (nanos(CLOCK_REALTIME) - nanos(CLOCK_MONOTONIC) + monotonic) / 1000000;
}

static int fail(int code, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fputs("collector: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
	return code;
}

/* ---- Networks and control groups: described before the first image that is in them. */

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

static void need_network(uint32_t namespace, uint32_t process)
{
	uint64_t key[2] = {namespace, 0};
	uint32_t number = numbers_find(&networks, key);
	if (!number && (number = numbers_add(&networks, key))) {
		numbers_at(&networks, number)->last_use = flushes;
		describe_network(number, process);
	}
}

static void cgroup_found(uint64_t id, const char *path)
{
	uint64_t key[2] = {id, 0};
	uint32_t number = numbers_find(&cgroups, key);
	if (!number && !(number = numbers_add(&cgroups, key)))
		return;
	free(numbers_at(&cgroups, number)->about);
	numbers_at(&cgroups, number)->about = strdup(path);
	numbers_at(&cgroups, number)->leaving = false; /* not written yet */
}

static uint32_t need_cgroup(uint64_t id)
{
	uint64_t key[2] = {id, 0};
	uint32_t number = numbers_find(&cgroups, key);
	if (!number) {
		cgroups_each(cgroup_found);
		number = numbers_find(&cgroups, key);
	}
	if (!number) {
		cgroup_found(id, "");
		number = numbers_find(&cgroups, key);
	}
	struct numbered *entry = numbers_at(&cgroups, number);
	if (number && !entry->leaving) {
		entry->leaving = true;
		stream_begin(STREAM_CGROUP);
		stream_number(number);
		stream_number(id);
		stream_text(entry->about, entry->about ? strlen(entry->about) : 0);
		stream_end();
	}
	return number;
}

/* ---- Images. */

static struct image *image_at(uint32_t number)
{
	return number ? numbers_at(&images, number)->about : NULL;
}

/* The newest image of a process, by its number and start; start 0 is any. */
static uint32_t image_of_process(uint32_t process, uint64_t start)
{
	uint32_t best = 0;
	for (uint32_t number = 1; number < images.size; number++) {
		struct image *image = numbers_at(&images, number)->used ? image_at(number) : NULL;
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

static uint32_t image_of_number(uint32_t pid, uint32_t namespace)
{
	uint32_t best = 0;
	for (uint32_t number = 1; number < images.size; number++) {
		struct image *image = numbers_at(&images, number)->used ? image_at(number) : NULL;
		if (image && image->pid == pid && image->pid_namespace == namespace && !image->ended &&
		    (!best || image_at(best)->key.executions <= image->key.executions))
			best = number;
	}
	return best;
}

enum { BEGAN_BEFORE, BEGAN_BY_FORK, BEGAN_BY_EXECUTION };

/* Numbers and writes an image. Takes over `image`. */
static uint32_t write_image(struct image *image, uint32_t parent, unsigned began, uint64_t time)
{
	uint32_t number = numbers_find(&images, &image->key);
	struct image *known = image_at(number);
	if (known && known->cgroup == image->cgroup && known->network == image->network &&
	    known->executable_length) {
		numbers_at(&images, number)->leaving = false;
		numbers_at(&images, number)->last_use = flushes;
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
	uint32_t cgroup = need_cgroup(image->cgroup);
	stream_begin(STREAM_IMAGE);
	stream_number(number);
	stream_number(parent);
	stream_number(cgroup);
	stream_number(image->network);
	stream_number(image->key.tgid);
	stream_number(image->pid);
	stream_number(image->pid_namespace);
	stream_number(began);
	stream_number(wall_millis(time));
	stream_text(image->texts, image->executable_length);
	stream_text(image->texts + image->executable_length, image->arguments_length);
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
	return write_image(image, 0, BEGAN_BEFORE, nanos(CLOCK_MONOTONIC));
}

/* Names from leaf to root, each ended by NUL, to a path. Returns its length. */
static size_t path_of(const char *names, size_t length, char *path, size_t room)
{
	size_t at = 0;
	while (length > 0) {
		size_t from = length - 1;
		while (from > 0 && names[from - 1])
			from--;
		size_t name = length - 1 - from;
		if (at + name + 1 >= room)
			break;
		if (name && !(name == 1 && names[from] == '/')) {
			path[at++] = '/';
			memcpy(path + at, names + from, name);
			at += name;
		}
		length = from;
	}
	if (!at)
		path[at++] = '/';
	return at;
}

/* Takes `.`, `..` and doubled slashes out of an absolute path. Returns its length. */
static size_t straightened(char *path, size_t length)
{
	size_t to = 0;
	for (size_t at = 0; at < length;) {
		while (at < length && path[at] == '/')
			at++;
		size_t end = at;
		while (end < length && path[end] != '/')
			end++;
		size_t name = end - at;
		if (name == 2 && path[at] == '.' && path[at + 1] == '.') {
			while (to > 0 && path[--to] != '/')
				;
		} else if (name && !(name == 1 && path[at] == '.')) {
			memmove(path + to + 1, path + at, name);
			path[to] = '/';
			to += name + 1;
		}
		at = end;
	}
	if (!to)
		path[to++] = '/';
	return to;
}

/* A path given by a program, relative to a folder unless absolute, to an absolute one. */
static size_t joined(const char *folder, size_t folder_length, const char *given,
		     size_t given_length, char *path, size_t room)
{
	size_t at = 0;
	size_t name = strnlen(given, given_length);
	if (!name || given[0] != '/')
		at = path_of(folder, folder_length, path, room / 2);
	if (at + name + 1 >= room)
		name = room - at - 1;
	if (at)
		path[at++] = '/';
	memcpy(path + at, given, name);
	return straightened(path, at + name);
}

/*
 * Arguments as they are kept: of each as much as shows what it is, and that it was longer. Whole
 * command lines would be the largest part of the stream, and hold secrets now and then.
 */
static size_t shortened(const char *arguments, size_t length, char *to)
{
	size_t at = 0, kept = 0;
	while (length > 0 && !arguments[length - 1])
		length--; /* programs that set their title leave NULs behind it */
	for (unsigned count = 0; at < length && count <= MOST_ARGUMENTS; count++) {
		size_t argument = strnlen(arguments + at, length - at);
		size_t part = argument > LONGEST_ARGUMENT + 1 ? LONGEST_ARGUMENT + 1 : argument;
		memcpy(to + kept, arguments + at, part);
		kept += part;
		to[kept++] = 0;
		at += argument + 1;
	}
	return kept;
}

static void on_image(const struct description *record)
{
	char short_arguments[(MOST_ARGUMENTS + 1) * (LONGEST_ARGUMENT + 2)];
	static char path[2 * LONGEST_EXECUTABLE];
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

static void on_fork(const struct fork_record *record)
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

static void on_exit_record(const struct exit_record *record)
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

/* ---- Objects. */

static void write_socket(const struct socket_description *socket)
{
	bool local = socket->local_port, remote = socket->remote_port;
	stream_number(socket->family);
	stream_number(socket->type);
	stream_number(socket->protocol);
	stream_number(socket->network);
	stream_text(socket->local, local ? 16 : 0);
	stream_number(socket->local_port);
	stream_text(socket->remote, remote ? 16 : 0);
	stream_number(socket->remote_port);
	stream_text(socket->local_name, socket->local_length);
	stream_text(socket->remote_name, socket->remote_length);
	stream_number(socket->inode);
	stream_number(socket->peer_inode);
}

static uint32_t begin_object(const struct object_key *key, unsigned kind)
{
	uint32_t number = numbers_find(&objects, key);
	if (!number && !(number = numbers_add(&objects, key)))
		return 0;
	numbers_at(&objects, number)->last_use = flushes;
	numbers_at(&objects, number)->leaving = false;
	stream_begin(STREAM_OBJECT);
	stream_number(number);
	stream_number(kind);
	return number;
}

static void on_object(const struct description *record)
{
	static char path[2 * LONGEST_EXECUTABLE];
	const struct object_body *met = &record->met;
	const char *given = record->texts;
	const char *names = record->texts + record->given_length;
	uint32_t image = numbers_find(&images, &record->image);
	uint32_t target = 0;
	if (met->kind == KIND_PROCESS)
		target = image_of_process(met->number, met->argument);
	if (met->kind == KIND_PROCESS_ID)
		target = image_of_number(met->number, met->argument);
	if (!begin_object(&met->object, met->kind == KIND_PROCESS_ID ? KIND_PROCESS : met->kind))
		return;
	switch (met->kind) {
	case KIND_FILE:
	case KIND_MOUNT: {
		size_t length = record->given_length
			? joined(names, record->path_length, given, record->given_length, path,
				 sizeof(path))
			: path_of(names, record->path_length, path, sizeof(path));
		stream_text(path, length);
		break;
	}
	case KIND_MEMORY_FILE:
		stream_text(given, strnlen(given, record->given_length));
		break;
	case KIND_PIPE:
		stream_number(met->number);
		break;
	case KIND_ANONYMOUS:
		stream_text(names, strnlen(names, record->path_length));
		stream_number(record->image.tgid);
		stream_number(met->descriptor);
		(void)image;
		break;
	case KIND_SOCKET:
		if (record->given_length) {
			/* a unix socket that could not be reached, or bound: all there is is its name */
			struct socket_description socket = {.family = AF_UNIX, .type = SOCK_STREAM};
			socket.remote_length = strnlen(given, record->given_length);
			if (socket.remote_length > sizeof(socket.remote_name))
				socket.remote_length = sizeof(socket.remote_name);
			memcpy(socket.remote_name, given, socket.remote_length);
			write_socket(&socket);
		} else {
			write_socket(&met->socket);
		}
		break;
	case KIND_KERNEL:
		stream_number(met->number);
		stream_number(met->argument);
		break;
	case KIND_PROCESS:
	case KIND_PROCESS_ID:
		stream_number(target);
		break;
	}
	stream_end();
}

/* ---- Counts. */

static void write_count(const struct count_key *key, uint64_t count, uint64_t bytes, uint64_t errors)
{
	uint32_t image = numbers_find(&images, &key->image);
	uint32_t object = numbers_find(&objects, &key->object);
	if (!image)
		image = unknown_image(&key->image);
	if (!object && (object = begin_object(&key->object, KIND_UNKNOWN)))
		stream_end();
	if (!image || !object)
		return;
	numbers_at(&images, image)->last_use = flushes;
	numbers_at(&objects, object)->last_use = flushes;
	calls += count;
	stream_begin(STREAM_COUNT);
	stream_number(image);
	stream_number(object);
	stream_number(key->operation);
	stream_number(count);
	stream_number(bytes);
	stream_number(errors);
	stream_end();
}

static int on_record(void *context, void *data, size_t size)
{
	(void)context;
	const struct record *record = data;
	if (size < sizeof(*record))
		return 0;
	switch (record->type) {
	case RECORD_IMAGE:
		on_image(data);
		break;
	case RECORD_FORK:
		on_fork(data);
		break;
	case RECORD_EXIT:
		on_exit_record(data);
		break;
	case RECORD_OBJECT:
		on_object(data);
		break;
	case RECORD_EVICTED:
		map_was_full = true;
		evicted++;
		/* fallthrough */
	case RECORD_COUNT: {
		const struct count_record *counted = data;
		write_count(&counted->key, counted->calls, counted->bytes, counted->errors);
		break;
	}
	case RECORD_CGROUP: {
		const struct description *group = data;
		char path[LONGEST_TEXT + 1];
		snprintf(path, sizeof(path), "%.*s", (int)group->given_length, group->texts);
		cgroup_found(group->begun.cgroup, path);
		break;
	}
	}
	return 0;
}

/* Writes and empties the counts of a turn that no program counts into any more. */
static void write_counts(unsigned turn)
{
	uint32_t count = programs->bss->taken[turn];
	if (count > options.most_counts)
		count = options.most_counts;
	for (uint32_t index = 0; index < count; index++) {
		struct slot *slot = slots + (size_t)turn * programs->rodata->slots_of_turn +
				    taken_slots[(size_t)turn * options.most_counts + index];
		write_count(&slot->key, slot->calls, slot->bytes, slot->errors);
		memset(slot, 0, sizeof(*slot));
	}
	programs->bss->taken[turn] = 0;
}

static struct ring_buffer *ring;

/* Changes the turn; then no program counts into the other one any more. */
static void swap_and_write(void)
{
	__u32 zero = 0;
	unsigned over = programs->bss->turn;
	programs->bss->turn = !over;
	if (bpf_map_update_elem(bpf_map__fd(programs->maps.quiescence), &zero, &inner_of_barrier, 0)) {
		fail(FAILED, "counts could not be swapped: %s", strerror(errno));
		return;
	}
	/* first the descriptions of what was counted */
	ring_buffer__consume(ring);
	write_counts(over);
}

/* ---- Losses. */

static void write_loss(unsigned cpu, unsigned reason, uint64_t count)
{
	reported_losses += count;
	stream_begin(STREAM_LOSS);
	stream_number(cpu);
	stream_number(reason);
	stream_number(count);
	stream_end();
}

static void write_losses(void)
{
	static uint64_t *before, *now, skipped_before;
	if (!before) {
		before = calloc((size_t)LOSSES * cpus, sizeof(*before));
		now = calloc(cpus, sizeof(*now));
		if (!before || !now)
			exit(fail(FAILED, "no memory"));
	}
	for (__u32 reason = 0; reason < LOSSES; reason++) {
		if (bpf_map_lookup_elem(bpf_map__fd(programs->maps.losses), &reason, now))
			continue;
		for (int cpu = 0; cpu < cpus; cpu++) {
			uint64_t *known = &before[reason * cpus + cpu];
			if (now[cpu] > *known)
				write_loss(cpu, reason, now[cpu] - *known);
			*known = now[cpu];
		}
	}
	uint64_t skipped = 0;
	struct bpf_program *program;
	bpf_object__for_each_program(program, programs->obj) {
		struct bpf_prog_info info = {0};
		__u32 length = sizeof(info);
		if (bpf_program__fd(program) >= 0 &&
		    !bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &length))
			skipped += info.recursion_misses;
	}
	if (skipped > skipped_before)
		write_loss(cpus, LOSS_SKIPPED, skipped - skipped_before); /* the CPU is not told */
	skipped_before = skipped;
	if (evicted) {
		stream_begin(STREAM_EVICTION);
		stream_number(evicted);
		stream_end();
		evicted = 0;
	}
}

/* ---- Forgetting: what was not used for long, and what has ended. */

static void forget(struct numbers *numbers, int described, bool (*ended)(uint32_t number),
		   bool (*stays)(uint32_t number))
{
	for (uint32_t number = 1; number < numbers->size; number++) {
		struct numbered *entry = numbers_at(numbers, number);
		if (!entry->used)
			continue;
		uint32_t idle = flushes - entry->last_use;
		if (idle >= FORGOTTEN_AFTER && !entry->leaving && stays && stays(number)) {
			entry->last_use = flushes;
			continue;
		}
		if (entry->leaving) {
			/* programs that still held it as described have ended by now */
			if (idle >= FORGOTTEN_AFTER + LEAVES_FOR ||
			    (ended && ended(number) && idle >= 2 * LEAVES_FOR)) {
				free(entry->about);
				numbers_remove(numbers, number);
			}
		} else if (idle >= FORGOTTEN_AFTER || (ended && ended(number) && idle >= LEAVES_FOR)) {
			bpf_map_delete_elem(described, entry->key);
			entry->leaving = true;
		}
	}
}

static bool image_ended(uint32_t number)
{
	struct image *image = image_at(number);
	return !image || image->ended;
}

/*
 * A process that waits for long is not forgotten: told anew it would bear the title that it has
 * written over its arguments since. What comes of it is bounded by the processes there are.
 */
static bool image_stays(uint32_t number)
{
	struct image *image = image_at(number);
	return image && !image->ended && (!kill(image->key.tgid, 0) || errno == EPERM);
}

/* Addresses of a new container may come a moment after its first process. */
static void look_again_at_networks(void)
{
	for (uint32_t number = 1; number < networks.size; number++)
		numbers_at(&networks, number)->leaving = false; /* looked at in this round */
	for (uint32_t number = 1; number < images.size; number++) {
		struct numbered *entry = numbers_at(&images, number);
		struct image *image = entry->used ? image_at(number) : NULL;
		if (!image || image->ended)
			continue;
		uint64_t key[2] = {image->network, 0};
		uint32_t network = numbers_find(&networks, key);
		if (!network || numbers_at(&networks, network)->leaving ||
		    flushes - numbers_at(&networks, network)->last_use > 10)
			continue;
		numbers_at(&networks, network)->leaving = true;
		describe_network(network, image->key.tgid);
	}
}

/* ---- Intervals. */

static uint64_t interval_start; /* ms since the epoch */

static void begin_interval(void)
{
	uint64_t now = nanos(CLOCK_REALTIME) / 1000000;
	interval_start = now - now % options.interval_millis;
	stream_begin(STREAM_INTERVAL);
	stream_number(interval_start);
	stream_end();
}

static void end_interval(void)
{
	ring_buffer__consume(ring);
	look_again_at_networks();
	swap_and_write();
	write_losses();
	flushes++;
	if (flushes % 8 == 0) {
		forget(&objects, bpf_map__fd(programs->maps.described_objects), NULL, NULL);
		forget(&images, bpf_map__fd(programs->maps.described_images), image_ended,
		       image_stays);
	}
}

static void write_start(void)
{
	struct utsname host;
	uname(&host);
	const char *name = getenv("DISTAPPGUARD_HOST"); /* a container has a name of its own */
	if (!name || !*name)
		name = host.nodename;
	stream_begin(STREAM_START);
	stream_number(options.interval_millis);
	stream_number(nanos(CLOCK_REALTIME) / 1000000);
	stream_number(cpus);
	stream_text(name, strlen(name));
	stream_text(host.release, strlen(host.release));
	stream_end();
}

/* ---- Loading. */

static int print_of_library(enum libbpf_print_level level, const char *format, va_list arguments)
{
	char line[512];
	va_list again;
	va_copy(again, arguments);
	vsnprintf(line, sizeof(line), format, again);
	va_end(again);
	if (level == LIBBPF_WARN && strncmp(line, "libbpf: ", 8) == 0) {
		if (!last_warning[0])
			snprintf(last_warning, sizeof(last_warning), "%s", line + 8);
		last_warning[strcspn(last_warning, "\n")] = 0;
	}
	return options.verbose && level != LIBBPF_DEBUG ? vfprintf(stderr, format, arguments) : 0;
}

static bool has_tracepoint(const char *name)
{
	char type[128];
	snprintf(type, sizeof(type), "btf_trace_%s", name);
	return libbpf_find_vmlinux_btf_id(name, BPF_TRACE_RAW_TP) > 0;
}

static bool has_function(const char *name)
{
	struct btf *kernel = btf__load_vmlinux_btf();
	bool has = kernel && btf__find_by_name_kind(kernel, name, BTF_KIND_FUNC) > 0;
	btf__free(kernel);
	return has;
}

/* Why a program cannot be loaded here, as plainly as it can be told. */
static int explain(int problem)
{
	if (access("/sys/kernel/btf/vmlinux", R_OK))
		return fail(CANNOT_WATCH,
			    "this kernel has no BTF: /sys/kernel/btf/vmlinux is missing (a kernel built with "
			    "CONFIG_DEBUG_INFO_BTF is needed)");
	if (problem == EPERM)
		return fail(CANNOT_WATCH, "not permitted to load BPF programs (%s): %s", denied_because(),
			    last_warning[0] ? last_warning : strerror(problem));
	return fail(CANNOT_WATCH, "the kernel does not take the BPF programs (Linux 5.17 or newer is "
				  "needed): %s%s%s", strerror(problem), last_warning[0] ? "; " : "",
		    last_warning);
}

static uint32_t power_of_two(uint32_t least)
{
	uint32_t power = 1;
	while (power < least)
		power *= 2;
	return power;
}

/* Twice as many slots as counts, for a key seldom to find its slot taken. */
static int size_counts(void)
{
	uint32_t of_turn = power_of_two(2 * options.most_counts);
	programs->rodata->slots_of_turn = of_turn;
	programs->rodata->most_counts = options.most_counts;
	if (getrandom((void *)&programs->rodata->seed, sizeof(programs->rodata->seed), 0) < 0)
		return errno;
	inner_of_barrier = bpf_map_create(BPF_MAP_TYPE_ARRAY, "inner", sizeof(__u32), sizeof(__u32), 1,
					  NULL);
	if (inner_of_barrier < 0 ||
	    bpf_map__set_inner_map_fd(programs->maps.quiescence, inner_of_barrier) ||
	    bpf_map__set_max_entries(programs->maps.slots, 2 * of_turn) ||
	    bpf_map__set_max_entries(programs->maps.taken_slots, 2 * options.most_counts))
		return errno;
	return 0;
}

/* The memory of an array that the kernel shares. */
static void *memory_of(const struct bpf_map *map)
{
	size_t length = (size_t)bpf_map__max_entries(map) * bpf_map__value_size(map);
	void *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, bpf_map__fd(map), 0);
	return memory == MAP_FAILED ? NULL : memory;
}

static int load(void)
{
	struct rlimit unlimited = {RLIM_INFINITY, RLIM_INFINITY};
	setrlimit(RLIMIT_MEMLOCK, &unlimited); /* before Linux 5.11 maps counted against it */
	libbpf_set_print(print_of_library);
	programs = collector__open();
	if (!programs)
		return explain(errno);
	if (!sees_all_cgroups())
		return fail(CANNOT_WATCH,
			    "%s holds this container's control groups alone, so others could not be named "
			    "(mount the host's /sys/fs/cgroup there)", cgroup_root());
	programs->rodata->mode = options.mode;
	programs->rodata->wakes_at = options.ring_bytes / 4;
	if (bpf_map__set_max_entries(programs->maps.records, options.ring_bytes))
		return explain(errno);
	programs->rodata->excludes_parent = options.excludes_parent;
	programs->rodata->casts = has_function("bpf_rdonly_cast");
	for (unsigned index = 0; index < options.cgroup_count; index++) {
		int depth = 0;
		uint64_t id = cgroup_id(options.cgroups[index], &depth);
		if (!id)
			return fail(FAILED, "--cgroup %s: no such control group (expected: a folder below %s)",
				    options.cgroups[index],
				    *cgroup_root() ? cgroup_root() : "a mounted cgroup2 file system");
		unsigned known = 0;
		while (known < programs->rodata->depths && programs->rodata->depth[known] != depth)
			known++;
		if (known >= DEPTHS)
			return fail(USAGE, "--cgroup: control groups at more than %d depths", DEPTHS);
		programs->rodata->depth[known] = depth;
		if (known == programs->rodata->depths)
			programs->rodata->depths = known + 1;
		if (options.cgroup_count <= FEW) {
			programs->rodata->few_cgroups[index] = id;
			programs->rodata->few = options.cgroup_count;
		}
	}
	bool uring = options.mode != MODE_EMPTY && has_tracepoint("io_uring_complete");
	bpf_program__set_autoload(programs->progs.on_ring_completion, uring);
	int problem = size_counts();
	if (problem)
		return explain(problem);
	if (collector__load(programs))
		return explain(errno);
	slots = memory_of(programs->maps.slots);
	taken_slots = memory_of(programs->maps.taken_slots);
	if (!slots || !taken_slots)
		return explain(errno);
	for (unsigned index = 0; index < options.cgroup_count; index++) {
		int depth = 0;
		uint64_t id = cgroup_id(options.cgroups[index], &depth);
		uint8_t yes = 1;
		bpf_map_update_elem(bpf_map__fd(programs->maps.watched_cgroups), &id, &yes, 0);
	}
	LIBBPF_OPTS(bpf_test_run_opts, run);
	if (bpf_prog_test_run_opts(bpf_program__fd(programs->progs.know_own_process), &run))
		return explain(errno);
	if (programs->bss->own_process != (__u32)getpid())
		return fail(CANNOT_WATCH,
			    "/proc has the process numbers of a container, so addresses could not be told (share "
			    "the host's: hostPID in Kubernetes, --pid=host with Docker and Podman)");
	bpf_program__set_autoattach(programs->progs.know_own_process, false);
	ring = ring_buffer__new(bpf_map__fd(programs->maps.records), on_record, NULL, NULL);
	if (!ring)
		return explain(errno);
	return DONE;
}

/* ---- Running. */

static int timer_at_intervals(void)
{
	uint64_t length = options.interval_millis * 1000000ull;
	uint64_t first = (nanos(CLOCK_REALTIME) / length + 1) * length;
	struct itimerspec when = {
		.it_interval = {length / 1000000000, length % 1000000000},
		.it_value = {first / 1000000000, first % 1000000000},
	};
	int timer = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC);
	timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
	return timer;
}

static int timer_at_end(void)
{
	int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	struct itimerspec when = {.it_value = {(time_t)options.duration,
					       (options.duration - (time_t)options.duration) * 1e9}};
	if (options.duration > 0)
		timerfd_settime(timer, 0, &when, NULL);
	return timer;
}

static bool input_is_closed(void)
{
	char bytes[256];
	ssize_t count = read(STDIN_FILENO, bytes, sizeof(bytes));
	return count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN);
}

enum { TOLD_TO_END, TIME_IS_OVER, INPUT_CLOSED, READER_GONE };

static unsigned collect(int output)
{
	sigset_t signals;
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	struct pollfd sources[] = {
		{.fd = signalfd(-1, &signals, SFD_CLOEXEC), .events = POLLIN},
		{.fd = timer_at_end(), .events = POLLIN},
		{.fd = options.until_input_closes ? STDIN_FILENO : -1, .events = POLLIN},
		{.fd = timer_at_intervals(), .events = POLLIN},
		{.fd = ring_buffer__epoll_fd(ring), .events = POLLIN},
		{.fd = output, .events = 0}, /* POLLERR tells that the reader is gone */
	};
	begin_interval();
	stream_flush();
	while (true) {
		if (poll(sources, 6, -1) < 0)
			continue;
		if (sources[5].revents & POLLERR || stream_is_broken())
			return READER_GONE;
		if (sources[0].revents)
			return TOLD_TO_END;
		if (sources[1].revents)
			return TIME_IS_OVER;
		if (sources[2].revents && input_is_closed())
			return INPUT_CLOSED;
		if (sources[4].revents)
			ring_buffer__poll(ring, 0);
		if (map_was_full) {
			map_was_full = false;
			swap_and_write();
		}
		if (sources[3].revents) {
			uint64_t times;
			if (read(sources[3].fd, &times, sizeof(times)) < 0)
				continue;
			end_interval();
			begin_interval();
			stream_flush();
		}
	}
}

static void end(unsigned why)
{
	/* first no program runs any more, then both maps are read */
	collector__detach(programs);
	if (why != READER_GONE) {
		swap_and_write();
		end_interval();
		stream_begin(STREAM_END);
		stream_number(why);
		stream_number(calls);
		stream_number(reported_losses);
		stream_end();
		stream_flush();
	}
	if (options.verbose)
		fprintf(stderr, "collector: %llu calls, %llu bytes written, %llu lost\n",
			(unsigned long long)calls, (unsigned long long)stream_written(),
			(unsigned long long)reported_losses);
	if (why == READER_GONE || stream_is_broken())
		fputs("collector: nobody reads any more: ended\n", stderr);
}

static int open_output(void)
{
	if (!options.socket) {
		if (isatty(STDOUT_FILENO))
			return -1;
		return STDOUT_FILENO;
	}
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", options.socket);
	int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(connection, (struct sockaddr *)&address, sizeof(address)))
		return -2;
	return connection;
}

static const char usage[] =
	"Usage: collector [OPTION]... > STREAM\n"
	"Counts what processes exchange with files and sockets, in the kernel, until told to end.\n"
	"  --cgroup PATH           only this control group and those below it (may be repeated)\n"
	"  --duration SECONDS      end after this long\n"
	"  --until-input-closes    end when standard input does\n"
	"  --interval MILLISECONDS length of an interval (1000)\n"
	"  --most-counts N         distinct (process, object, operation) in an interval (32768)\n"
	"  --ring-bytes N          room for descriptions and life-cycle events that wait to be\n"
	"                          written, a power of two (4194304)\n"
	"  --exclude-parent        leave out the process that started the collector\n"
	"  --socket PATH           write to this unix socket rather than to standard output\n"
	"  --mode MODE             counts; events (a record a call) and empty (a program that does\n"
	"                          nothing) are for measuring\n"
	"  --check                 load, say whether that works, and end\n"
	"  --verbose\n";

static bool positive(const char *text, double *value)
{
	char *end;
	*value = strtod(text, &end);
	return end != text && !*end && *value > 0 && *value < 1e9;
}

/* As the kernel takes them. */
static bool is_ring_size(double bytes)
{
	unsigned whole = bytes <= LARGEST_RING ? bytes : 0;
	return whole == bytes && whole >= SMALLEST_RING && !(whole & (whole - 1));
}

static int parse(int count, char **arguments)
{
	static const struct option known[] = {
		{"cgroup", required_argument, NULL, 'c'},  {"duration", required_argument, NULL, 'd'},
		{"until-input-closes", no_argument, NULL, 'u'}, {"interval", required_argument, NULL, 'i'},
		{"most-counts", required_argument, NULL, 'n'}, {"ring-bytes", required_argument, NULL, 'r'},
		{"exclude-parent", no_argument, NULL, 'x'}, {"socket", required_argument, NULL, 'o'},
		{"mode", required_argument, NULL, 'm'},    {"check", no_argument, NULL, 'k'},
		{"verbose", no_argument, NULL, 'v'},       {"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	static const char *const modes[] = {"counts", "events", "empty"};
	double value;
	int option;
	while ((option = getopt_long(count, arguments, "", known, NULL)) != -1) {
		switch (option) {
		case 'c':
			if (options.cgroup_count == MOST_CGROUPS)
				return fail(USAGE, "--cgroup: more than %d", MOST_CGROUPS);
			options.cgroups[options.cgroup_count++] = optarg;
			break;
		case 'd':
			if (!positive(optarg, &options.duration))
				return fail(USAGE, "--duration: %s (expected: seconds, > 0)", optarg);
			break;
		case 'i':
			if (!positive(optarg, &value) || value < 1)
				return fail(USAGE, "--interval: %s (expected: milliseconds, >= 1)", optarg);
			options.interval_millis = value;
			break;
		case 'n':
			if (!positive(optarg, &value) || value < 1 || value > MOST_COUNTS)
				return fail(USAGE, "--most-counts: %s (expected: 1 to %d)", optarg, MOST_COUNTS);
			options.most_counts = value;
			break;
		case 'r':
			if (!positive(optarg, &value) || !is_ring_size(value))
				return fail(USAGE, "--ring-bytes: %s (expected: a power of two, %d to %d)",
					    optarg, SMALLEST_RING, LARGEST_RING);
			options.ring_bytes = value;
			break;
		case 'm':
			options.mode = 0;
			while (options.mode < 3 && strcmp(modes[options.mode], optarg))
				options.mode++;
			if (options.mode == 3)
				return fail(USAGE, "--mode: %s (expected: counts, events or empty)", optarg);
			break;
		case 'o': options.socket = optarg; break;
		case 'u': options.until_input_closes = true; break;
		case 'x': options.excludes_parent = true; break;
		case 'k': options.checks = true; break;
		case 'v': options.verbose = true; break;
		case 'h': fputs(usage, stdout); exit(DONE);
		default: return USAGE;
		}
	}
	if (optind < count)
		return fail(USAGE, "%s: unexpected (expected: options alone)", arguments[optind]);
	return DONE;
}

int main(int count, char **arguments)
{
	int problem = parse(count, arguments);
	if (problem)
		return problem;
	raise_privileges();
	cpus = libbpf_num_possible_cpus();
	problem = load();
	if (problem)
		return problem;
	if (options.checks) {
		puts("collector: works here");
		collector__destroy(programs);
		return DONE;
	}
	signal(SIGPIPE, SIG_IGN);
	int output = open_output();
	if (output < 0)
		return output == -1 ? fail(USAGE, "the stream is binary: redirect standard output to a file "
						  "or a pipe")
				    : fail(FAILED, "--socket %s: %s", options.socket, strerror(errno));
	stream_to(output);
	cgroups_each(cgroup_found);
	write_start();
	if (collector__attach(programs))
		return explain(errno);
	const char *kept = drop_privileges(options.verbose);
	if (kept)
		return fail(FAILED, "could not be given up: %s", kept);
	unsigned why = collect(output);
	end(why);
	ring_buffer__free(ring);
	collector__destroy(programs);
	return DONE;
}
