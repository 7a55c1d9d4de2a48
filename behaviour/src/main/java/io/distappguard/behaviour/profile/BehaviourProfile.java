package io.distappguard.behaviour.profile;

/** All that was learned of an application's behaviour. Immutable; shared freely by threads. */
public record BehaviourProfile(BehaviourModel model, Threshold alarm, Provenance provenance) {

  /** Windows that score more are anomalies. */
  public double threshold() {
    return alarm.value();
  }
}
