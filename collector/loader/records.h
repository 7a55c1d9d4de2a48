/* SPDX-License-Identifier: Apache-2.0 */
/* The records of the ring buffer: what begins and ends, and descriptions. */
#ifndef DISTAPPGUARD_RECORDS_H
#define DISTAPPGUARD_RECORDS_H

#include <stddef.h>

/* Takes one in, as libbpf hands it out. */
int on_record(void *context, void *data, size_t size);

#endif
