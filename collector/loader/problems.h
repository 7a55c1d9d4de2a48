/* SPDX-License-Identifier: Apache-2.0 */
/* Why programs cannot be loaded here. */
#ifndef DISTAPPGUARD_PROBLEMS_H
#define DISTAPPGUARD_PROBLEMS_H

#include <stdbool.h>

/* Keeps what libbpf warns of, to explain a problem by; shows all it says where this is asked for. */
void listen_to_library(bool verbose);

/* Says why, as plainly as it can be told; by the number of the error. Returns the exit code. */
int explain(int problem);

#endif
