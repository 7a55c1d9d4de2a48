#!/usr/bin/env bash
# Runs every fuzz target for a moment, each as long as its @FuzzTest says: scripts/fuzz.sh [MODULE...]
# (all that have some unless told). An input that breaks one is written into the target's folder under
# src/test/resources, where it is run as a test from then on; commit it with the mend.
set -uo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
cd "$root" || exit 1
source scripts/find-jdk.sh
find_jdk && find_maven || exit 1
modules=("$@")
((${#modules[@]})) || modules=(telemetry learning traffic)

failed=0
for module in "${modules[@]}"; do
  "$MVN" -B -ntp -q -pl "$module" -am -DskipTests -Dspotless.check.skip test-compile || exit 1
  while IFS=: read -r file target; do
    class=$(basename "$file" .java)
    # Findings are kept where the folder is there already.
    package=$(sed -n 's/^package \(.*\);/\1/p' "$file")
    mkdir -p "$module/src/test/resources/${package//.//}/${class}Inputs/$target"
    printf '%s.%s: ' "$class" "$target"
    log=$module/target/fuzz-$class.$target.log
    # One target a run: only the first of several would be fuzzed.
    if JAZZER_FUZZ=1 "$MVN" -B -ntp -q -pl "$module" -am -Dspotless.check.skip test \
      -Dtest="$class#$target" -Dsurefire.failIfNoSpecifiedTests=false >"$log" 2>&1; then
      grep -o 'Done [0-9]* runs in [0-9]* second(s)' "$log" || echo done
    else
      failed=1
      echo "FAILED"
      tail -40 "$log"
    fi
  done < <(awk '
    /@FuzzTest/ { found = 1; next }
    found && /void / { name = $0; sub(/.*void +/, "", name); sub(/\(.*/, "", name)
                       print FILENAME ":" name; found = 0 }
  ' $(grep -rl '@FuzzTest' "$module/src/test/java"))
done
exit "$failed"
