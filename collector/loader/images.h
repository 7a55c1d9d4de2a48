/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Images: executables, each run by a process. Numbers them, writes their descriptions and ends, and
 * keeps them for as long as their process lives.
 */
#ifndef DISTAPPGUARD_IMAGES_H
#define DISTAPPGUARD_IMAGES_H

#include "../collector.h"

#include <stdint.h>

/* What the kernel tells of them. */
void on_image(const struct description *record);
void on_fork(const struct fork_record *record);
void on_exit_record(const struct exit_record *record);

/*
 * The number of an image that is used now; one whose description was lost is written as unknown.
 * 0 where there is no memory.
 */
uint32_t image_number(const struct image_key *key);

/* The newest image of a process, by its number and start (0 is any); 0 where none is known. */
uint32_t image_of_process(uint32_t process, uint64_t start);

/* The same of one that has not ended, by its number in a pid namespace. */
uint32_t image_of_number(uint32_t pid, uint32_t namespace);

/* Looks at the networks again that running images are in. */
void look_again_at_networks(void);

/* Gives back the numbers of images that have ended; `described` is the kernel's map of those it has
 * described. */
void forget_images(int described);

#endif
