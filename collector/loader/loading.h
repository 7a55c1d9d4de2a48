/* SPDX-License-Identifier: Apache-2.0 */
/* Loads the programs of collector.bpf.c into the kernel, set as the options say. */
#ifndef DISTAPPGUARD_LOADING_H
#define DISTAPPGUARD_LOADING_H

struct collector;
struct options;

/*
 * Loads them, without attaching them yet. Returns DONE, or an exit code where that does not work,
 * and has said why.
 */
int load(const struct options *options, struct collector **programs);

#endif
