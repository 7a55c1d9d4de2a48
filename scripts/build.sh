# Builds what `./distappguard` runs, when it is not there or older than its sources.
# Sourced by bash scripts after find-jdk.sh; $root is the folder of the repository.

built_jar=$root/cli/target/distappguard.jar
built_stamp=$root/cli/target/built
# The command, and what this checkout adds to it: demo and evaluate do not ship.
built_classes=$built_jar:$root/evaluation/target/evaluation.jar
built_archive=$root/cli/target/distappguard.jsa
built_place=$root/cli/target/distappguard.jsa.place

# The modules the command needs. `range` is not one of them: it starts by its own script.
built_from=(files telemetry detection learning behaviour traffic incidents cli evaluation)

# Flags of the JVM, also while the class archive is made: it is only used with the same ones.
java_flags=(
  -XX:+IgnoreUnrecognizedVMOptions
  -XX:SharedArchiveFile="$built_archive" -Xshare:auto -Xlog:disable
  -XX:+UseSerialGC -Xmx1g
  --enable-native-access=ALL-UNNAMED
  --sun-misc-unsafe-memory-access=allow
  -Dai.djl.offline=true
)

# Whether the build is there and no source is newer. Folders count too, so a deleted file shows.
is_built() {
  [[ -f $built_jar && -f $built_stamp ]] || return 1
  local -a sources=("$root/pom.xml")
  local module
  for module in "${built_from[@]}"; do
    sources+=("$root/$module/pom.xml" "$root/$module/src/main")
  done
  [[ -z $(find "${sources[@]}" -newer "$built_stamp" -print -quit 2>/dev/null) ]]
}

# Builds unless that is done. Says so on stderr; keeps the log in target/build.log.
ensure_built() {
  if is_built; then
    ensure_archive_of_this_place
    return
  fi
  mkdir -p "$root/target"
  # Two first launches at once: one builds, the other waits for it and then finds it done.
  exec 9>"$root/target/build.lock"
  if command -v flock >/dev/null && ! flock --nonblock 9; then
    echo "distappguard: waiting for another build to end" >&2
    flock 9
  fi
  if ! is_built; then
    build || return 1
  fi
  exec 9>&-
  ensure_archive_of_this_place
}

build() {
  find_maven || return 1
  local log=$root/target/build.log reason="sources have changed"
  [[ -f $built_stamp ]] || reason="first use"
  rm -rf "$root/cli/target/lib" "$built_stamp" "$built_archive"
  : >"$root/target/build.started" # the stamp's time: a source edited during the build is newer
  if ! run_maven "building DistAppGuard, $reason" "$log" -pl evaluation -am -DskipTests package; then
    {
      echo "distappguard: the build failed:"
      sed -n '/-> \[Help/q; /^\[ERROR\]/p' "$log" | head -30
      echo "The whole log: $log"
    } >&2
    return 1
  fi
  mark_built
}

# Runs Maven with its output in log file $2, and what it is about shown on stderr after title $1.
run_maven() {
  local title=$1 log=$2 line module='' downloads=0 terminal=
  shift 2
  [[ -t 2 ]] && terminal=yes
  set -o pipefail
  (cd "$root" && exec "$MVN" -B "$@" 2>&1 9>&-) | while IFS= read -r line || [[ -n $line ]]; do
    printf '%s\n' "$line"
    if [[ $line =~ Building\ DistAppGuard:\ ([a-z]+)\ .*\[([0-9]+)/([0-9]+)\] ]]; then
      module="module ${BASH_REMATCH[2]}/${BASH_REMATCH[3]} ${BASH_REMATCH[1]}"
      [[ $terminal ]] || echo "$title: $module" >&2
    elif [[ $line == *Downloaded\ from* ]]; then
      downloads=$((downloads + 1))
      [[ $terminal ]] || continue
    elif [[ ! $terminal || $line != *Downloading\ from* ]]; then
      continue
    fi
    if [[ $terminal ]]; then
      printf '\r\033[K%s: %s' "$title" "$module" >&2
      ((downloads == 0)) || printf ' (%d files fetched)' "$downloads" >&2
    fi
  done >"$log"
  local result=$?
  [[ $terminal ]] && printf '\r\033[K' >&2
  return $result
}

# After a build begun when target/build.started was touched: makes the class archive and sets the
# stamp.
mark_built() {
  make_archive
  mv "$root/target/build.started" "$built_stamp"
}

# Makes the class archive, which halves the start of the JVM, and says for which place it is.
make_archive() {
  local new=$built_archive.$$
  rm -f "$built_place" "$built_archive"
  if OMP_NUM_THREADS=1 "$JAVA_HOME/bin/java" \
    "${java_flags[@]/#-XX:SharedArchiveFile=*/-XX:ArchiveClassesAtExit=$new}" \
    -cp "$built_classes" io.distappguard.cli.ClassArchive >"$root/target/archive.log" 2>&1; then
    mv "$new" "$built_archive"
  fi
  rm -f "$new" # only slower without
  printf '%s\n' "$root" >"$built_place" # tried here, and not to be tried at each start
}

# The JVM takes an archive made of the same jars at another place (JDK-8279366), but the classes in
# it name the jars where they were: in a checkout that was moved or copied with its times, a class
# of a sealed package then does not belong to its own jar. So one is made for each place; where
# that cannot be, none is used.
ensure_archive_of_this_place() {
  local place=
  [[ -f $built_place ]] && read -r place <"$built_place"
  if [[ $place != "$root" && -w $root/cli/target ]]; then
    mkdir -p "$root/target" && make_archive 2>/dev/null
    [[ -f $built_place ]] && read -r place <"$built_place"
  fi
  if [[ $place != "$root" ]]; then
    java_flags=("${java_flags[@]/#-XX:SharedArchiveFile=*/-Xshare:auto}")
  fi
}
