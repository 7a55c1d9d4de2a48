package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.Container;
import java.io.InputStream;

/**
 * One recording of one container.
 *
 * @param container its labels; the number is given by the reader
 * @param name how positions name it
 * @param stream the plain text; closed by the reader
 */
public record StraceSource(Container container, String name, InputStream stream) {}
