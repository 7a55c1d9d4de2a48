/**
 * Recordings: a folder of Avro container files with their schemas inside, flat tables for pandas
 * and what reads its frames, and a header in JSON.
 */
@NullMarked
package io.distappguard.telemetry.recording;

import org.jspecify.annotations.NullMarked;
