package io.distappguard.telemetry.syscall;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The peer that messages through a socket named last, in the source's own bytes: the next message
 * mostly names it again, and then costs no text.
 */
public final class NamedPeer {

  private byte[] bytes = {};
  private @Nullable Address address;
  private @Nullable Target target;
  private String local = "";
  private int container = -1;
  private int entity = -1;

  NamedPeer() {}

  /** Reads the address a message names; one instance for each form a source writes it in. */
  public interface Address {
    /** The address within a range of bytes; empty where they hold none that is known. */
    String of(byte[] buffer, int from, int to);
  }

  /** Whether it was named in these bytes, by the same socket in the same state. */
  boolean is(
      OpenFile file, int askedContainer, byte[] buffer, int from, int to, Address askedAddress) {
    return address == askedAddress
        && target == file.target
        && local.equals(file.givenLocal)
        && container == askedContainer
        && Arrays.equals(buffer, from, to, bytes, 0, bytes.length);
  }

  int entity() {
    return entity;
  }

  void keep(
      OpenFile file,
      int newContainer,
      byte[] buffer,
      int from,
      int to,
      Address newAddress,
      int newEntity) {
    bytes = Arrays.copyOfRange(buffer, from, to);
    address = newAddress;
    target = file.target;
    local = file.givenLocal;
    container = newContainer;
    entity = newEntity;
  }
}
