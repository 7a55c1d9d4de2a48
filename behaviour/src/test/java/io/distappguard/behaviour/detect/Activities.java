package io.distappguard.behaviour.detect;

import io.distappguard.behaviour.profile.BehaviourModel;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.behaviour.profile.RoleActivity;
import java.util.Map;
import java.util.TreeMap;

/** Profiles of roles that act more or less steadily. */
final class Activities {

  private Activities() {}

  static BehaviourProfile with(BehaviourProfile profile, String role, double share) {
    Map<String, RoleActivity> activity = new TreeMap<>(profile.model().activity());
    activity.put(role, new RoleActivity(share, 0));
    BehaviourModel model = profile.model();
    return new BehaviourProfile(
        new BehaviourModel(
            model.configuration(),
            model.groups(),
            model.vocabulary(),
            model.usualInstances(),
            activity,
            model.scales(),
            model.startUps(),
            model.trainingWindows(),
            model.unseenUnit()),
        profile.alarm(),
        profile.provenance());
  }
}
