package io.distappguard.traffic.chain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the operations, from 0 in the order in which they were first met, so that chains are
 * sequences of numbers. Operations are only added, never removed. Bounded: whatever comes once
 * {@value #MOST_OPERATIONS} are known is {@link #OTHER}. Not thread-safe.
 */
public final class OperationTable {

  /** Stands for every operation beyond the bound. Always number 0. */
  public static final Operation OTHER = new Operation("<other>", "<other>");

  /** Most operations kept apart. */
  public static final int MOST_OPERATIONS = 10_000;

  /**
   * Names as reported, before ids are taken out of them, that are looked up directly. Beyond this
   * bound the template of a name is made each time.
   */
  private static final int MOST_NAMES = 1 << 16;

  private final List<Operation> operations = new ArrayList<>();
  private final Map<Operation, Integer> numbers = new HashMap<>();
  private long[] fingerprints = new long[256];

  // Names as reported: open addressing, linear probing, never more than half full.
  private @Nullable String[] services = new String[1024];
  private @Nullable String[] names = new String[1024];
  private int[] numberOfName = new int[1024];
  private int nameCount;

  private long overflow;

  /** A table that knows no operation yet. */
  public OperationTable() {
    add(OTHER);
  }

  /**
   * A table that gives these operations the numbers of their places.
   *
   * @param operations as {@link #operations()} of an earlier table gave them
   */
  public OperationTable(List<Operation> operations) {
    if (operations.isEmpty() || !operations.get(0).equals(OTHER)) {
      throw new IllegalArgumentException(
          "operations[0]: %s (expected: %s)"
              .formatted(operations.isEmpty() ? "none" : operations.get(0), OTHER));
    }
    for (Operation operation : operations) {
      if (numbers.containsKey(operation)) {
        throw new IllegalArgumentException("operations: " + operation + " stands twice");
      }
      add(operation);
    }
  }

  /** The number of an operation, given by the names under which it was reported. */
  public int number(String service, String operation) {
    int mask = names.length - 1;
    int slot = slotOf(service, operation, mask);
    while (names[slot] != null) {
      if (operation.equals(names[slot]) && service.equals(services[slot])) {
        return numberOfName[slot];
      }
      slot = (slot + 1) & mask;
    }
    int number = number(new Operation(service, OperationTemplate.of(operation)));
    if (number != 0 && nameCount < MOST_NAMES) {
      keepName(service, operation, number);
    }
    return number;
  }

  /** The number of an operation that has no ids in its name (any more). */
  public int number(Operation operation) {
    Integer known = numbers.get(operation);
    if (known != null) {
      return known;
    }
    if (operations.size() >= MOST_OPERATIONS) {
      overflow++;
      return 0;
    }
    return add(operation);
  }

  /** The operation with this number. */
  public Operation operation(int number) {
    return operations.get(number);
  }

  /** All operations so far, by number. */
  public List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** Operations so far. */
  public int size() {
    return operations.size();
  }

  /** How often an operation beyond the bound was looked up. */
  public long overflow() {
    return overflow;
  }

  /** A hash of the operation's names, the same in every table and every run. */
  long fingerprint(int number) {
    return fingerprints[number];
  }

  private int add(Operation operation) {
    int number = operations.size();
    operations.add(operation);
    numbers.put(operation, number);
    if (number == fingerprints.length) {
      fingerprints = Arrays.copyOf(fingerprints, 2 * number);
    }
    fingerprints[number] = fingerprint(operation);
    return number;
  }

  /** FNV-1a over the characters of both names. */
  private static long fingerprint(Operation operation) {
    long hash = 0xcbf29ce484222325L;
    String text = operation.service() + '\n' + operation.operation();
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  private void keepName(String service, String name, int number) {
    if (2 * (nameCount + 1) > names.length) {
      grow();
    }
    insert(service, name, number);
    nameCount++;
  }

  private void grow() {
    @Nullable String[] oldServices = services;
    @Nullable String[] oldNames = names;
    int[] oldNumbers = numberOfName;
    services = new String[2 * oldNames.length];
    names = new String[2 * oldNames.length];
    numberOfName = new int[2 * oldNames.length];
    for (int slot = 0; slot < oldNames.length; slot++) {
      String name = oldNames[slot];
      if (name != null) {
        insert(Objects.requireNonNull(oldServices[slot]), name, oldNumbers[slot]);
      }
    }
  }

  private void insert(String service, String name, int number) {
    int mask = names.length - 1;
    int slot = slotOf(service, name, mask);
    while (names[slot] != null) {
      slot = (slot + 1) & mask;
    }
    services[slot] = service;
    names[slot] = name;
    numberOfName[slot] = number;
  }

  private static int slotOf(String service, String name, int mask) {
    int hash = (31 * service.hashCode() + name.hashCode()) * 0x9E3779B9;
    return (hash >>> 12) & mask;
  }
}
