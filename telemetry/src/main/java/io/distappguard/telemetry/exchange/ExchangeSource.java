package io.distappguard.telemetry.exchange;

import io.distappguard.telemetry.Container;
import java.io.InputStream;

/**
 * One recording of system calls: of a container, or of a host with all its containers.
 *
 * @param container labels of the container, or of the host where the recording tells containers
 *     apart by itself; the number is given by the reader
 * @param name how positions name it
 * @param stream the content with compression taken off; closed by the reader
 * @param modifiedMillis when the recording was changed last, in milliseconds since the epoch; -1
 *     where unknown
 */
public record ExchangeSource(
    Container container, String name, InputStream stream, long modifiedMillis) {

  /** A stream of which nothing else is known. */
  public ExchangeSource(Container container, String name, InputStream stream) {
    this(container, name, stream, -1);
  }
}
