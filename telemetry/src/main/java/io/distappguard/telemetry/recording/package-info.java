/**
 * Recordings: a folder of Avro container files with their schemas inside, readable flat by pandas
 * and, through it, and DuckDB, and a header in JSON.
 */
@NullMarked
package io.distappguard.telemetry.recording;

import org.jspecify.annotations.NullMarked;
