package io.distappguard.behaviour.detect;

import io.distappguard.behaviour.feature.Feature;
import io.distappguard.behaviour.feature.FeatureExtraction;
import io.distappguard.behaviour.feature.FeatureLayout;
import io.distappguard.behaviour.feature.FeatureScaling;
import io.distappguard.behaviour.feature.FeatureWindow;
import io.distappguard.behaviour.feature.FeatureWindow.Unseen;
import io.distappguard.behaviour.feature.Quantity;
import io.distappguard.behaviour.graph.Edge;
import io.distappguard.behaviour.profile.BehaviourModel;
import io.distappguard.behaviour.profile.ErrorUnits;
import io.distappguard.behaviour.profile.StartUpProfile.RoleStartUps;
import io.distappguard.behaviour.window.Window;
import io.distappguard.detection.anomaly.Evidence;
import io.distappguard.detection.anomaly.Participant;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.ProcessImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Gathers what was not as usual in one window. */
final class EvidenceGathering {

  private static final int MOST_CHANGED = 5;
  private static final int MOST_UNSEEN = 8;
  private static final int MOST_OF_A_START_UP = 5;
  private static final int MOST_PARTICIPANTS = 5;

  /** Errors below this many scales explain nothing. */
  private static final float SMALLEST_ERROR = 0.5f;

  private static final float SMALLEST_LASTING_ERROR = SMALLEST_ERROR / 2;

  private static final Comparator<Evidence> WEIGHTIEST =
      Comparator.comparingDouble(Evidence::weight).reversed().thenComparing(Evidence::sentence);

  private final BehaviourModel model;
  private final FeatureLayout layout;
  private final FeatureExtraction extraction;
  private final Window window;
  private final List<StartUpScoring.Finding> startUps;

  EvidenceGathering(
      BehaviourModel model,
      FeatureExtraction extraction,
      Window window,
      List<StartUpScoring.Finding> startUps) {
    this.model = model;
    this.layout = model.layout();
    this.extraction = extraction;
    this.window = window;
    this.startUps = startUps;
  }

  /** Evidence of some roles at all time scales, the weightiest first. */
  List<Evidence> of(Iterable<String> roles, List<BehaviourScoring.AtScale> scales) {
    List<Evidence> all = new ArrayList<>();
    for (String role : roles) {
      all.addAll(fromStartUps(role));
      for (BehaviourScoring.AtScale scale : scales) {
        FeatureWindow vector = scale.vector();
        Window whole = scale.window();
        if (vector != null && whole != null) {
          if (scale == scales.getFirst()) {
            all.addAll(unseen(role, vector));
          }
          all.addAll(changed(role, scale, vector, whole));
        }
      }
    }
    // A feature of two blocks shows once, at the role where it weighs most.
    Map<String, Evidence> bySentence = new TreeMap<>();
    for (Evidence evidence : all) {
      bySentence.merge(evidence.sentence(), evidence, (a, b) -> a.weight() >= b.weight() ? a : b);
    }
    return bySentence.values().stream().sorted(WEIGHTIEST).toList();
  }

  private List<Evidence> unseen(String role, FeatureWindow vector) {
    Map<String, List<Unseen>> byEdge = new TreeMap<>();
    for (Unseen unseen : vector.unseen()) {
      Edge edge = extraction.edge(unseen.edge());
      if (edge.actorRole().equals(role)) {
        byEdge.computeIfAbsent(edge.toString(), name -> new ArrayList<>()).add(unseen);
      }
    }
    List<Sum> sums = new ArrayList<>();
    byEdge.values().forEach(ofEdge -> sums.add(sum(ofEdge)));
    // Who took part is looked up for those that are shown alone: there may be thousands.
    return sums.stream()
        .sorted(Comparator.comparingDouble(Sum::strength).reversed().thenComparing(Sum::name))
        .limit(MOST_UNSEEN)
        .map(sum -> unseen(role, sum))
        .sorted(WEIGHTIEST)
        .toList();
  }

  /** What all did on an unseen edge. */
  private record Sum(int number, Edge edge, long calls, long bytes) {

    double strength() {
      return UnseenStrength.of(edge, calls, bytes);
    }

    String name() {
      return edge.toString();
    }
  }

  private Sum sum(List<Unseen> ofEdge) {
    long calls = 0;
    long bytes = 0;
    for (Unseen unseen : ofEdge) {
      calls += unseen.calls();
      bytes += unseen.bytes();
    }
    int number = ofEdge.getFirst().edge();
    return new Sum(number, extraction.edge(number), calls, bytes);
  }

  private Evidence unseen(String role, Sum sum) {
    Edge edge = sum.edge();
    boolean inBytes = sum.bytes() > 0;
    return new Evidence(
        Evidence.Kind.UNSEEN,
        role,
        edge.source().name(),
        edge.destination().name(),
        word(edge),
        inBytes ? "bytes" : "calls",
        inBytes ? sum.bytes() : sum.calls(),
        null,
        null,
        null,
        sum.strength() / model.unseenUnit(),
        Sentences.unseen(edge, sum.calls(), sum.bytes(), millis(window), model.trainingWindows()),
        participants(window, sum.number(), inBytes));
  }

  private List<Evidence> changed(
      String role, BehaviourScoring.AtScale scale, FeatureWindow vector, Window whole) {
    int index = model.vocabulary().roles().indexOf(role);
    if (index < 0) {
      return List.of();
    }
    ErrorUnits single = scale.profile().single();
    ErrorUnits persistent = scale.profile().persistent();
    IntToDoubleFunction now = weight(scale.scoring().errors(), single, index, SMALLEST_ERROR);
    IntToDoubleFunction lasting =
        weight(scale.lastingErrors(), persistent, index, SMALLEST_LASTING_ERROR);
    IntToDoubleFunction weight =
        feature -> Math.max(now.applyAsDouble(feature), lasting.applyAsDouble(feature));
    List<Integer> largest = new ArrayList<>();
    for (int feature = 0; feature < layout.size(); feature++) {
      if (layout.features().get(feature).roles().contains(role)
          && weight.applyAsDouble(feature) > 0) {
        largest.add(feature);
      }
    }
    largest.sort(
        Comparator.comparingDouble((Integer feature) -> weight.applyAsDouble(feature)).reversed());
    List<Evidence> evidence = new ArrayList<>();
    for (int feature : largest.subList(0, Math.min(MOST_CHANGED, largest.size()))) {
      boolean lasts = lasting.applyAsDouble(feature) > now.applyAsDouble(feature);
      evidence.add(
          changed(role, scale, vector, whole, feature, weight.applyAsDouble(feature), lasts));
    }
    return evidence;
  }

  /** How much a feature's error adds to the peak of a role; 0 for one too small to speak of. */
  private static IntToDoubleFunction weight(
      float[] errors, ErrorUnits units, int role, float smallest) {
    return feature -> {
      double relative = errors[feature] / units.features()[feature];
      return Math.abs(errors[feature]) < smallest ? 0 : relative * relative / units.peaks()[role];
    };
  }

  private Evidence changed(
      String role,
      BehaviourScoring.AtScale scale,
      FeatureWindow vector,
      Window whole,
      int index,
      double weight,
      boolean lasts) {
    FeatureScaling scaling = scale.profile().scaling();
    Feature feature = layout.features().get(index);
    double observed = vector.lower()[index];
    double expected = scale.scoring().expected(index);
    double low = scaling.amountAt(index, scaling.usualLow()[index]);
    double high = scaling.amountAt(index, scaling.usualHigh()[index]);
    Edge edge = feature.edge();
    boolean inBytes = feature.quantity() == Quantity.BYTES;
    String sentence =
        edge == null
            ? Sentences.rare(
                feature.name(), feature.quantity(), observed, expected, high, millis(whole))
            : Sentences.changed(
                edge, feature.quantity(), observed, expected, low, high, millis(whole));
    return new Evidence(
        Evidence.Kind.CHANGED,
        role,
        edge == null ? feature.name() : edge.source().name(),
        edge == null ? feature.name() : edge.destination().name(),
        edge == null ? "any" : word(edge),
        feature.quantity().word(),
        observed,
        expected,
        low,
        high,
        weight,
        lasts
            ? sentence + Sentences.lasting(model.configuration().persistence() * millis(whole))
            : sentence,
        participants(
            whole,
            carrier -> extraction.placeOfEdge(whole.table().edge(carrier)) == feature.place(),
            inBytes));
  }

  private List<Evidence> fromStartUps(String role) {
    List<Evidence> evidence = new ArrayList<>();
    RoleStartUps known = model.startUps().roles().get(role);
    int seen = known == null ? 0 : known.seen();
    startUps.stream()
        .filter(finding -> finding.role().equals(role))
        .sorted(Comparator.comparingDouble(StartUpScoring.Finding::score).reversed())
        .limit(MOST_OF_A_START_UP)
        .forEach(finding -> evidence.add(fromStartUp(finding, seen)));
    return evidence.stream().sorted(WEIGHTIEST).toList();
  }

  private Evidence fromStartUp(StartUpScoring.Finding finding, int seen) {
    Edge edge = extraction.edge(finding.edge());
    Container container = window.table().container(finding.container());
    boolean inBytes = finding.inBytes() || (finding.usualHigh() < 0 && finding.bytes() > 0);
    @Nullable Double high = finding.usualHigh() < 0 ? null : (double) finding.usualHigh();
    return new Evidence(
        Evidence.Kind.START_UP,
        finding.role(),
        edge.source().name(),
        edge.destination().name(),
        word(edge),
        inBytes ? "bytes" : "calls",
        inBytes ? finding.bytes() : finding.calls(),
        null,
        high == null ? null : 0.0,
        high,
        finding.score(),
        Sentences.startUp(
            edge,
            container.name(),
            finding.calls(),
            finding.bytes(),
            inBytes,
            finding.usualHigh(),
            seen),
        participants(window, finding.edge(), inBytes));
  }

  private List<Participant> participants(Window of, int edge, boolean inBytes) {
    Edge wanted = extraction.edge(edge);
    return participants(
        of, carrier -> extraction.edge(of.table().edge(carrier)).equals(wanted), inBytes);
  }

  private static List<Participant> participants(
      Window of, IntPredicate takesPart, boolean inBytes) {
    Map<Integer, Double> amounts = new TreeMap<>();
    Map<Integer, ProcessImage> processes = new TreeMap<>();
    for (int entry = 0; entry < of.size(); entry++) {
      int carrier = of.carriers()[entry];
      if (takesPart.test(carrier)) {
        ProcessImage process = of.table().process(carrier);
        processes.put(process.id(), process);
        amounts.merge(
            process.id(), (double) (inBytes ? of.bytes()[entry] : of.calls()[entry]), Double::sum);
      }
    }
    List<Participant> participants = new ArrayList<>();
    processes.forEach((id, process) -> {
      Container container = of.table().container(process.container());
      participants.add(
          new Participant(
              container.name(),
              container.host(),
              process.pid(),
              process.executable(),
              process.arguments(),
              amounts.getOrDefault(id, 0.0)));
    });
    return participants.stream()
        .sorted(
            Comparator.comparingDouble(Participant::amount)
                .reversed()
                .thenComparing(Participant::container)
                .thenComparingLong(Participant::pid))
        .limit(MOST_PARTICIPANTS)
        .toList();
  }

  private static String word(Edge edge) {
    return edge.operation().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static long millis(Window of) {
    return of.endMillis() - of.startMillis();
  }
}
