/* SPDX-License-Identifier: Apache-2.0 */
#include "objects.h"

#include "forgetting.h"
#include "images.h"
#include "numbers.h"
#include "stream.h"
#include "texts.h"

#include <string.h>
#include <sys/socket.h>

static struct numbers objects;

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

/* Begins the record of an object; the fields of its kind, and the end, are the caller's. */
static uint32_t begin_object(const struct object_key *key, unsigned kind)
{
	uint32_t number = numbers_find(&objects, key);
	if (!number && !(number = numbers_add(&objects, key)))
		return 0;
	used_now(&objects, number);
	numbers_at(&objects, number)->leaving = false;
	stream_begin(STREAM_OBJECT);
	stream_number(number);
	stream_number(kind);
	return number;
}

void on_object(const struct description *record)
{
	static char path[LONGEST_PATH];
	const struct object_body *met = &record->met;
	const char *given = record->texts;
	const char *names = record->texts + record->given_length;
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

uint32_t object_number(const struct object_key *key)
{
	uint32_t number = numbers_find(&objects, key);
	if (number)
		used_now(&objects, number);
	else if ((number = begin_object(key, KIND_UNKNOWN)))
		stream_end();
	return number;
}

void forget_objects(int described)
{
	forget(&objects, described, NULL, NULL);
}
