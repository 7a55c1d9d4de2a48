/**
 * The two narrow waists, {@link io.distappguard.telemetry.ExchangeSink exchanges} and {@link
 * io.distappguard.telemetry.Call calls}: the whole contract between where data comes from and what
 * learns from it. Every input format turns into one of them; nothing after them knows a format.
 */
@NullMarked
package io.distappguard.telemetry;

import org.jspecify.annotations.NullMarked;
