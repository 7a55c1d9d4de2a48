/* SPDX-License-Identifier: Apache-2.0 */
/* Paths and arguments, from how the kernel gives them to how they are written. */
#ifndef DISTAPPGUARD_TEXTS_H
#define DISTAPPGUARD_TEXTS_H

#include <stddef.h>

#define LONGEST_PATH 8192

/* Of arguments as much is kept as strace -s 16 shows, so that both tell programs apart alike. */
#define MOST_ARGUMENTS 16
#define LONGEST_ARGUMENT 16

/* That many, each by one longer to show that it was, and its NUL; and one more to show the same. */
#define SHORTENED ((MOST_ARGUMENTS + 1) * (LONGEST_ARGUMENT + 2))

/* Names from leaf to root, each ended by NUL, to a path. Returns its length. */
size_t path_of(const char *names, size_t length, char *path, size_t room);

/*
 * A path given by a program, relative to a folder (as names) unless absolute, to an absolute one.
 * Returns its length.
 */
size_t joined(const char *folder, size_t folder_length, const char *given, size_t given_length,
	      char *path, size_t room);

/*
 * Arguments as they are kept: of each as much as shows what it is, and that it was longer. Whole
 * command lines would be the largest part of the stream, and hold secrets now and then. Returns
 * their length.
 */
size_t shortened(const char *arguments, size_t length, char to[SHORTENED]);

#endif
