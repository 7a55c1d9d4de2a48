/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of counts, shared with the programs (kernel/slots.h): they count into the slots of one
 * turn while those of the other are written and emptied here.
 */
#ifndef DISTAPPGUARD_TURNS_H
#define DISTAPPGUARD_TURNS_H

#include <stdint.h>

struct collector;
struct ring_buffer;

/* Makes room for so many counts a turn, before loading. Returns 0, or the number of an error. */
int size_turns(struct collector *programs, uint32_t most_counts);

/* Takes the table in, after loading. Returns 0, or the number of an error. */
int share_turns(struct collector *programs);

/*
 * Changes the turn, and waits until no program counts into the one that is over; takes in the
 * descriptions of what was counted, which wait in the ring buffer; writes and empties the counts
 * and losses.
 */
void change_turn(struct collector *programs, struct ring_buffer *ring);

#endif
