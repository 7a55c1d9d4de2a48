/* SPDX-License-Identifier: Apache-2.0 */
/* How the collector ends, and saying why on standard error. */
#ifndef DISTAPPGUARD_FAILURE_H
#define DISTAPPGUARD_FAILURE_H

/* Exit codes. */
enum { DONE = 0, FAILED = 1, USAGE = 2, CANNOT_WATCH = 3 };

/* Says what is wrong. Returns the code. */
int fail(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
