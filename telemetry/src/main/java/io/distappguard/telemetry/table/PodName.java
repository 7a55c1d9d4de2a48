package io.distappguard.telemetry.table;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes pod's name taken apart. The name's end tells who made the pod: a replica set adds
 * the hash of its template and five letters ({@code ts-auth-service-7f8d7d756d-k7b9j}), a cron job
 * its time in minutes and five letters, a daemon set or job five letters, a stateful set a number.
 * Hash and letters are of an alphabet without vowels, so that words hardly look like them
 * (k8s.io/apimachinery, util/rand).
 *
 * @param service the name of what made the pod
 * @param instance the pod's whole name, or null where its end tells nothing
 */
record PodName(String service, @Nullable String instance) {

  private static final String LETTERS = "[bcdfghjklmnpqrstvwxz2456789]";
  private static final Pattern POD =
      Pattern.compile(
          "(.+?)-(?:"
              + (LETTERS + "{5,10}-" + LETTERS + "{5}")
              + ("|\\d{8,10}-" + LETTERS + "{5}")
              + ("|(?=[a-z]*\\d)" + LETTERS + "{5}")
              + "|\\d{1,3})");

  static PodName of(String name) {
    Matcher matcher = POD.matcher(name);
    return matcher.matches() ? new PodName(matcher.group(1), name) : new PodName(name, null);
  }
}
