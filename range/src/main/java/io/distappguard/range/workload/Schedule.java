package io.distappguard.range.workload;

import io.distappguard.range.workload.PlannedRequest.Action;
import io.distappguard.range.workload.PlannedRequest.ComposePost;
import io.distappguard.range.workload.PlannedRequest.Follow;
import io.distappguard.range.workload.PlannedRequest.Login;
import io.distappguard.range.workload.PlannedRequest.Media;
import io.distappguard.range.workload.PlannedRequest.MistypedLogin;
import io.distappguard.range.workload.PlannedRequest.ReadHomeTimeline;
import io.distappguard.range.workload.PlannedRequest.ReadUserTimeline;
import io.distappguard.range.workload.PlannedRequest.Register;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the social network and when: endless, and the same for the same seed and shape,
 * whatever the server answers. The mix is 55 % home timeline, 25 % user timeline, 8 % posts (one in
 * four with media), 8 % logins (three in a hundred mistyped), 2 % follows, 2 % registrations. Not
 * thread-safe.
 */
final class Schedule {
  private static final int FIRST_LOGINS = 8;
  private static final int PAGE = 10;

  private final ArrivalTimes arrivals;
  private final PopularUsers population;
  private final OnlineUsers online;
  private final SplittableRandom random;
  private final List<CrowdArrivals> crowds;
  private PlannedRequest nextOfMix;
  private int registrations;
  private int uploads;

  /**
   * @param users how many seeded users there are
   * @param sessions how many users are logged in at most
   */
  Schedule(
      DayShape day, double meanRate, double noiseDeviation, int users, int sessions, long seed) {
    this(day, meanRate, noiseDeviation, users, sessions, seed, List.of());
  }

  /**
   * @param crowds what comes on top of the mix, which stays the same whatever comes
   */
  Schedule(
      DayShape day,
      double meanRate,
      double noiseDeviation,
      int users,
      int sessions,
      long seed,
      List<FlashCrowd> crowds) {
    SplittableRandom root = new SplittableRandom(seed);
    arrivals = new ArrivalTimes(day, meanRate, noiseDeviation, root.split());
    random = root.split();
    population = new PopularUsers(users);
    online = new OnlineUsers(population, sessions);
    this.crowds = crowds.stream().map(crowd -> new CrowdArrivals(crowd, root.split())).toList();
    nextOfMix = drawOfMix();
  }

  /** The next request; never due before the one before it. */
  PlannedRequest next() {
    CrowdArrivals crowd = earliestCrowd();
    if (crowd != null && crowd.at < nextOfMix.atSeconds()) {
      PlannedRequest request = new PlannedRequest(crowd.at, crowdAction(crowd));
      crowd.draw();
      return request;
    }
    PlannedRequest request = nextOfMix;
    nextOfMix = drawOfMix();
    return request;
  }

  private PlannedRequest drawOfMix() {
    return new PlannedRequest(arrivals.next(), nextAction());
  }

  private @Nullable CrowdArrivals earliestCrowd() {
    CrowdArrivals earliest = null;
    for (CrowdArrivals crowd : crowds) {
      if (earliest == null || crowd.at < earliest.at) {
        earliest = crowd;
      }
    }
    return earliest;
  }

  /** Those who are online come, so a crowd brings no logins. */
  private Action crowdAction(CrowdArrivals crowd) {
    int user = online.drawEvenly(crowd.random);
    return switch (crowd.crowd.operation()) {
      case "user-timeline" -> new ReadUserTimeline(user, population.ofRank(crowd.crowd.rank()), 0);
      case "home-timeline" -> new ReadHomeTimeline(user, 0);
      default -> new ComposePost(user, PostText.compose(population, crowd.random), null);
    };
  }

  private Action nextAction() {
    if (online.size() < Math.min(FIRST_LOGINS, online.limit())) {
      return login();
    }
    double draw = random.nextDouble();
    if (draw < 0.55) {
      return new ReadHomeTimeline(online.draw(random), pageStart());
    }
    if (draw < 0.80) {
      return new ReadUserTimeline(online.draw(random), population.draw(random), pageStart());
    }
    if (draw < 0.88) {
      return new ComposePost(
          online.draw(random), PostText.compose(population, random), perhapsMedia());
    }
    if (draw < 0.96) {
      return random.nextDouble() < 0.03 ? new MistypedLogin(population.draw(random)) : login();
    }
    if (draw < 0.98) {
      return follow();
    }
    return new Register(registrations++);
  }

  private static final class CrowdArrivals {
    private final FlashCrowd crowd;
    private final SplittableRandom random;
    private double at;

    CrowdArrivals(FlashCrowd crowd, SplittableRandom random) {
      this.crowd = crowd;
      this.random = random;
      draw();
    }

    void draw() {
      at = crowd.nextAfter(at, random);
    }
  }

  private Login login() {
    int user = population.draw(random);
    return new Login(user, online.enter(user));
  }

  private Follow follow() {
    int user = online.draw(random);
    int followed = population.draw(random);
    while (followed == user) {
      followed = population.draw(random);
    }
    return new Follow(user, followed);
  }

  /** Most people read the first page, few the next ones. */
  private int pageStart() {
    double draw = random.nextDouble();
    return draw < 0.85 ? 0 : draw < 0.96 ? PAGE : 2 * PAGE;
  }

  private @Nullable Media perhapsMedia() {
    if (random.nextDouble() >= 0.25) {
      return null;
    }
    int size = (int) Math.clamp(16_384 * Math.exp(0.8 * random.nextGaussian()), 1_024, 131_072);
    String suffix = random.nextDouble() < 0.7 ? ".jpg" : ".png";
    return new Media("photo-" + uploads++ + suffix, size, random.nextLong());
  }
}
