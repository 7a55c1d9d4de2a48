package io.distappguard.telemetry.sysdig;

import io.distappguard.telemetry.Container;
import java.io.InputStream;

/**
 * What sysdig printed of one host.
 *
 * @param host labels of what belongs to no container; the number is given by the reader
 * @param name how positions name it
 * @param stream the plain text; closed by the reader
 */
public record SysdigSource(Container host, String name, InputStream stream) {}
