package io.distappguard.telemetry.lttng;

/**
 * What a descriptor stands for.
 *
 * @param entity number of its entity
 * @param transport {@code tcp}, {@code udp}, {@code unix} or {@code socket} where it is a socket;
 *     empty where it is none
 * @param local own address, empty where unknown
 */
record Descriptor(int entity, String transport, String local) {

  boolean isSocket() {
    return !transport.isEmpty();
  }
}
