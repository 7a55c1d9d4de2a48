package io.distappguard.telemetry.trace;

import io.distappguard.telemetry.Call;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the spans of one trace together to its calls: finds parents, cuts rings of them, corrects
 * clocks, joins both sides of a call, folds away what happens within a service. Linear in the spans
 * but for sorting; no recursion, so that no depth is too deep. The outcome does not depend on the
 * order in which the spans came.
 */
final class TraceJoining {

  /** What is called by a call that lasts longer is no part of one way through the application. */
  private static final long LONGEST_CALL_NANOS = 30_000_000_000L;

  private final long longestPauseNanos;
  private long orphans;
  private long cycles;
  private long clockSkew;

  /**
   * Joins spans.
   *
   * @param longestPauseNanos a call that begins longer after its caller's end is a root: whoever
   *     waits no longer for spans would not have seen it together with its caller
   */
  TraceJoining(long longestPauseNanos) {
    this.longestPauseNanos = longestPauseNanos;
  }

  long orphans() {
    return orphans;
  }

  long cycles() {
    return cycles;
  }

  long clockSkew() {
    return clockSkew;
  }

  Trace join(OpenTrace open) {
    SpanNode[] nodes = new SpanNode[open.size()];
    for (int index = 0; index < nodes.length; index++) {
      nodes[index] = new SpanNode(open.call(index));
    }
    for (SpanNode node : nodes) {
      findParent(node, nodes, open);
    }
    Arrays.sort(nodes, SpanNode.BY_START);
    SpanNode[] topDown = topDown(nodes);
    boolean moved = false;
    for (SpanNode node : topDown) {
      moved |= correctClock(node);
    }
    for (int index = topDown.length - 1; index >= 0; index--) {
      tellParent(topDown[index]);
    }
    for (SpanNode node : topDown) {
      fold(node);
    }
    if (moved) {
      Arrays.sort(nodes, SpanNode.BY_START);
    }
    return new Trace(open.id, preorder(nodes));
  }

  private void findParent(SpanNode node, SpanNode[] nodes, OpenTrace open) {
    Call call = node.call;
    // Both sides may share one span id (Zipkin): then the caller's is the callee's parent.
    SpanNode parent = node.isCallee() ? caller(node, call.spanId(), nodes, open) : null;
    String parentId = call.parentSpanId();
    if (parent == null && parentId != null) {
      parent = best(node, parentId, nodes, open);
      if (parent == null) {
        orphans++;
      }
    }
    node.parent = parent;
  }

  /** Of a client and a producer with the callee's id, the one that fits it. */
  private static @Nullable SpanNode caller(
      SpanNode callee, String spanId, SpanNode[] nodes, OpenTrace open) {
    Call.Kind fitting =
        callee.call.kind() == Call.Kind.CONSUMER ? Call.Kind.PRODUCER : Call.Kind.CLIENT;
    SpanNode other = null;
    for (int slot = open.slot(spanId); open.at(slot) >= 0; slot = open.following(slot)) {
      SpanNode candidate = nodes[open.at(slot)];
      if (candidate.isCaller() && candidate.call.spanId().equals(spanId)) {
        if (candidate.call.kind() == fitting) {
          return candidate;
        }
        other = candidate;
      }
    }
    return other;
  }

  /** Of several spans with the parent's id that of the own service, else the callee's side. */
  private static @Nullable SpanNode best(
      SpanNode node, String parentId, SpanNode[] nodes, OpenTrace open) {
    SpanNode best = null;
    int bestRank = -1;
    for (int slot = open.slot(parentId); open.at(slot) >= 0; slot = open.following(slot)) {
      SpanNode candidate = nodes[open.at(slot)];
      if (candidate.call.spanId().equals(parentId)) {
        int rank =
            (candidate.isOfServiceOf(node) ? 16 : 0)
                + (candidate.isCallee() ? 8 : 0)
                + candidate.call.kind().ordinal();
        if (rank > bestRank) {
          best = candidate;
          bestRank = rank;
        }
      }
    }
    return best;
  }

  /** Every node after its parent. Cuts rings: what no root reaches lies on one or below one. */
  private SpanNode[] topDown(SpanNode[] nodes) {
    SpanNode[] order = new SpanNode[nodes.length];
    int end = 0;
    for (int index = nodes.length - 1; index >= 0; index--) {
      SpanNode node = nodes[index];
      SpanNode parent = node.parent;
      if (parent != null) {
        parent.addChild(node);
      }
    }
    for (SpanNode node : nodes) {
      if (node.parent == null) {
        end = descend(node, order, end);
      }
    }
    for (int index = 0; end < nodes.length; index++) {
      if (!nodes[index].reached) {
        cycles++;
        SpanNode cut = earliestOnRing(nodes[index]);
        cut.parent = null;
        end = descend(cut, order, end);
      }
    }
    return order;
  }

  private static int descend(SpanNode root, SpanNode[] order, int from) {
    int end = from;
    root.reached = true;
    order[end++] = root;
    for (int at = from; at < end; at++) {
      for (SpanNode child = order[at].firstChild; child != null; child = child.nextSibling) {
        if (!child.reached) {
          child.reached = true;
          order[end++] = child;
        }
      }
    }
    return end;
  }

  private static SpanNode earliestOnRing(SpanNode below) {
    // Two walkers, one twice as fast, meet on the ring.
    SpanNode slow = next(below);
    SpanNode fast = next(slow);
    while (slow != fast) {
      slow = next(slow);
      fast = next(next(fast));
    }
    SpanNode earliest = slow;
    for (SpanNode at = next(slow); at != slow; at = next(at)) {
      if (SpanNode.BY_START.compare(at, earliest) < 0) {
        earliest = at;
      }
    }
    return earliest;
  }

  private static SpanNode next(SpanNode node) {
    SpanNode parent = node.parent;
    if (parent == null) {
      throw new IllegalStateException("a root on a ring of parents");
    }
    return parent;
  }

  /**
   * Moves a span of another host into its parent where it starts outside of it, into the middle, as
   * if both ways took equally long; what the host did below moves along. A child that lasted longer
   * than its parent is only kept from starting before it, and so is a consumer, which owes its
   * producer no answer in time (Jaeger, model/adjuster/clockskew.go). Unlike there, one that starts
   * in time and ends late stays where it is: callees close their span after the caller has the
   * answer, and moving it would put siblings out of order.
   */
  private boolean correctClock(SpanNode node) {
    SpanNode parent = node.parent;
    if (parent == null) {
      return false;
    }
    if (node.isOnHostOf(parent)) {
      node.shiftNanos = parent.shiftNanos;
    } else {
      node.shiftNanos = shift(node, parent);
      if (node.shiftNanos != 0) {
        clockSkew++;
      }
    }
    return node.shiftNanos != 0;
  }

  private static long shift(SpanNode child, SpanNode parent) {
    long start = child.call.startNanos();
    long duration = child.call.durationNanos();
    long parentStart = parent.startNanos();
    long parentDuration = parent.call.durationNanos();
    if (duration > parentDuration || child.call.kind() == Call.Kind.CONSUMER) {
      return Math.max(0, parentStart - start);
    }
    boolean startsInTime = start >= parentStart && start <= parentStart + parentDuration;
    return startsInTime ? 0 : parentStart + (parentDuration - duration) / 2 - start;
  }

  /** A caller is answered by a callee, by another service, or by what its own service did below. */
  private static void tellParent(SpanNode node) {
    SpanNode parent = node.parent;
    if (parent != null) {
      parent.answered |= node.isCallee() || !node.isOfServiceOf(parent) || node.answered;
    }
  }

  private void fold(SpanNode node) {
    SpanNode parent = node.parent;
    if (parent == null) {
      node.kept = true;
      return;
    }
    node.kept = node.isCallee() || !node.isOfServiceOf(parent) || node.isCaller() && !node.answered;
    node.keptParent = parent.kept ? parent : parent.keptParent;
    if (node.kept && node.keptParent != null && isApart(node, node.keptParent)) {
      node.keptParent = null;
    }
    // What the caller saw of a call is told down to where the call is kept.
    node.callerFailed =
        parent.isCaller() && parent.call.failed() || !parent.kept && parent.callerFailed;
    node.callerStatus = parent.isCaller() ? parent.call.status() : null;
    if (node.callerStatus == null && !parent.kept) {
      node.callerStatus = parent.callerStatus;
    }
  }

  /**
   * Whether a call is a way through the application of its own, though it says who called: what a
   * job that runs for minutes calls again and again, and what begins long after its caller's end.
   */
  private boolean isApart(SpanNode node, SpanNode caller) {
    long duration = caller.call.durationNanos();
    return duration > LONGEST_CALL_NANOS && node.call.durationNanos() < duration / 2
        || node.startNanos() - caller.startNanos() - duration > longestPauseNanos;
  }

  private static List<TraceCall> preorder(SpanNode[] nodes) {
    int kept = 0;
    for (SpanNode node : nodes) {
      node.firstChild = null;
      node.nextSibling = null;
      kept += node.kept ? 1 : 0;
    }
    SpanNode roots = null;
    for (int index = nodes.length - 1; index >= 0; index--) {
      SpanNode node = nodes[index];
      if (node.kept) {
        SpanNode above = node.keptParent;
        if (above == null) {
          node.nextSibling = roots;
          roots = node;
        } else {
          above.addChild(node);
        }
      }
    }
    List<TraceCall> calls = new ArrayList<>(kept);
    SpanNode at = roots;
    while (at != null) {
      at.index = calls.size();
      calls.add(at.toTraceCall());
      at = following(at);
    }
    return calls;
  }

  private static @Nullable SpanNode following(SpanNode node) {
    if (node.firstChild != null) {
      return node.firstChild;
    }
    SpanNode at = node;
    while (at != null && at.nextSibling == null) {
      at = at.keptParent;
    }
    return at == null ? null : at.nextSibling;
  }
}
