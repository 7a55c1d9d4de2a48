/* SPDX-License-Identifier: Apache-2.0 */
#include "texts.h"

#include <string.h>

size_t path_of(const char *names, size_t length, char *path, size_t room)
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

size_t joined(const char *folder, size_t folder_length, const char *given, size_t given_length,
	      char *path, size_t room)
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

size_t shortened(const char *arguments, size_t length, char to[SHORTENED])
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
