package io.distappguard.traffic.chain;

import io.distappguard.telemetry.trace.Trace;
import io.distappguard.telemetry.trace.TraceCall;
import io.distappguard.telemetry.trace.TraceSink;
import java.util.Arrays;
import java.util.List;

/**
 * Reads traces as chains. Every root starts one, so a trace whose calls do not hang together gives
 * several; so does every call made by an entry. An entry that calls nothing is a chain by itself.
 *
 * <p>Nothing is allocated for a chain that was read before. Up to {@value #MOST_CHAINS} distinct
 * chains with {@value #MOST_ELEMENTS} calls in all are kept to be recognised; beyond that each is a
 * new object. A chain is cut after {@value #LONGEST} calls. Not thread-safe.
 */
public final class ChainReading implements TraceSink {

  /** Distinct chains that are recognised. */
  public static final int MOST_CHAINS = 100_000;

  /** Calls in all distinct chains that are recognised. */
  public static final int MOST_ELEMENTS = 4_000_000;

  /** Calls of a chain after which it is cut. */
  public static final int LONGEST = 10_000;

  private final OperationTable operations;
  private final int[] entries;
  private final ChainSink sink;
  private final ChainTable known = new ChainTable();
  private final ChainFolding folding = new ChainFolding();

  /** By call of the current trace: how many entries it closes, itself included; 0 for no entry. */
  private int[] entryDepth = new int[64];

  /** By call of the current trace. */
  private int[] operationOfCall = new int[64];

  private long cut;

  /**
   * A reading.
   *
   * @param operations numbers the operations; grows
   * @param entries what belongs to no chain
   * @param sink takes the chains, those of a trace in the order of their calls
   */
  public ChainReading(OperationTable operations, Entries entries, ChainSink sink) {
    this.operations = operations;
    this.entries = entries.path().stream().mapToInt(operations::number).toArray();
    this.sink = sink;
  }

  @Override
  public void trace(Trace trace) {
    List<TraceCall> calls = trace.calls();
    int size = calls.size();
    if (entryDepth.length < size) {
      entryDepth = new int[2 * size];
      operationOfCall = new int[2 * size];
    }
    int at = 0;
    while (at < size) {
      TraceCall call = calls.get(at);
      int operation = operations.number(call.service(), call.operation());
      operationOfCall[at] = operation;
      entryDepth[at] = entryDepth(calls, at, operation);
      at = entryDepth[at] > 0 ? at + 1 : readFrom(trace, at, operation);
    }
  }

  /**
   * Number of a call's operation, for a sink that was given a chain and has not returned yet.
   *
   * @param call index of one of the chain's calls in its trace
   */
  public int operation(int call) {
    return operationOfCall[call];
  }

  /** Chains that were cut because they are too long. */
  public long cut() {
    return cut;
  }

  private int entryDepth(List<TraceCall> calls, int index, int operation) {
    int parent = calls.get(index).parent();
    int above = parent < 0 ? 0 : entryDepth[parent];
    boolean entry =
        above < entries.length
            && operation == entries[above]
            && index + 1 < calls.size()
            && calls.get(index + 1).parent() == index;
    return entry ? above + 1 : 0;
  }

  /** Reads the chain that starts with a call, and returns where its calls end. */
  private int readFrom(Trace trace, int from, int firstOperation) {
    List<TraceCall> calls = trace.calls();
    folding.begin(from, Chain.element(firstOperation, calls.get(from).failed()));
    int to = from + 1;
    for (; to < calls.size(); to++) {
      TraceCall call = calls.get(to);
      if (call.parent() < from) {
        break;
      }
      int operation = operations.number(call.service(), call.operation());
      operationOfCall[to] = operation;
      entryDepth[to] = 0;
      folding.add(to, call.parent(), Chain.element(operation, call.failed()));
    }
    folding.end();
    int length = folding.length();
    if (length > LONGEST) {
      cut++;
      length = LONGEST;
    }
    sink.chain(
        known.chain(operations, folding.elements(), folding.parents(), length), trace, from, to);
    return to;
  }

  /** Distinct chains, found without making an object for them. Bounded. */
  private static final class ChainTable {
    private Chain[] slots = new Chain[1024];
    private int chains;
    private int elements;

    Chain chain(OperationTable operations, int[] sequence, int[] parents, int length) {
      long fingerprint = Chain.fingerprint(operations, sequence, length);
      int mask = slots.length - 1;
      int slot = Long.hashCode(fingerprint) & mask;
      for (Chain present = slots[slot]; present != null; present = slots[slot]) {
        if (present.fingerprint() == fingerprint && present.is(sequence, parents, length)) {
          return present;
        }
        slot = (slot + 1) & mask;
      }
      Chain chain =
          new Chain(operations, Arrays.copyOf(sequence, length), Arrays.copyOf(parents, length));
      if (chains < MOST_CHAINS && elements + length <= MOST_ELEMENTS) {
        slots[slot] = chain;
        chains++;
        elements += length;
        if (2 * chains > slots.length) {
          grow();
        }
      }
      return chain;
    }

    private void grow() {
      Chain[] old = slots;
      slots = new Chain[2 * old.length];
      int mask = slots.length - 1;
      for (Chain chain : old) {
        if (chain != null) {
          int slot = chain.hashCode() & mask;
          while (slots[slot] != null) {
            slot = (slot + 1) & mask;
          }
          slots[slot] = chain;
        }
      }
    }
  }
}
