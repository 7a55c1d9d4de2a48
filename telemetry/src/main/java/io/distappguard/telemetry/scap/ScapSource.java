package io.distappguard.telemetry.scap;

import io.distappguard.telemetry.Container;
import java.io.InputStream;

/**
 * One capture of one host.
 *
 * @param host labels of what belongs to no container; the number is given by the reader, and the
 *     host's name by the capture where it is empty
 * @param name how positions name it
 * @param stream the plain content; closed by the reader
 */
public record ScapSource(Container host, String name, InputStream stream) {}
