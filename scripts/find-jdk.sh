# Finds the tools the scripts of this repository need: a JDK of version 21 or newer, and Maven.
# Sourced by bash scripts, not run:
#
#   source "$root/scripts/find-jdk.sh"
#   find_jdk || exit 1      # sets and exports JAVA_HOME
#   find_maven || exit 1    # sets MVN, the path of the mvn command
#
# A JDK is judged by its `release` file and by bin/java and bin/javac being there. No JVM is
# started for it: that would cost more than the rest of a small `./distappguard inspect`.
# FIND_JDK_ROOT puts another folder before the absolute ones; only the tests set it.

least_java=21
least_maven=3.8.6

# Sets jdk_major to the major version of the JDK in folder $1; fails where there is none.
jdk_version() {
  jdk_major=
  [[ -x $1/bin/java && -x $1/bin/javac && -r $1/release ]] || return 1
  local line version=
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ $line == JAVA_VERSION=* ]]; then
      version=${line#JAVA_VERSION=}
      version=${version//[\"$'\r']/}
      break
    fi
  done <"$1/release"
  [[ $version =~ ^([0-9]+) ]] || return 1 # "25.0.3" and "26-ea", but also "1.8.0_402": that is 1
  jdk_major=${BASH_REMATCH[1]}
}

# Looks at JAVA_HOME, then at each `java` on PATH, then at the usual folders, and there takes the
# newest. Sets and exports JAVA_HOME, or says what to install and fails.
find_jdk() {
  local candidate newest= newest_major=0 too_old=()
  if [[ -n ${JAVA_HOME:-} ]]; then
    if jdk_version "$JAVA_HOME"; then
      ((jdk_major >= least_java)) && { export JAVA_HOME; return 0; }
      too_old+=("JAVA_HOME $JAVA_HOME (Java $jdk_major)")
    else
      too_old+=("JAVA_HOME $JAVA_HOME (no JDK there)")
    fi
  fi

  local java
  while IFS= read -r java; do
    [[ -L $java ]] && java=$(readlink -f "$java")
    candidate=${java%/bin/java}
    jdk_version "$candidate" || continue
    if ((jdk_major >= least_java)); then
      export JAVA_HOME=$candidate
      return 0
    fi
    too_old+=("$candidate (Java $jdk_major)")
  done < <(type -ap java)

  local root=${FIND_JDK_ROOT:-}
  for candidate in "$root"/usr/lib/jvm/* "$root"/opt/*jdk* "$root"/opt/*/*jdk* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    "$root"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    jdk_version "$candidate" || continue
    if ((jdk_major > newest_major)); then
      newest=$candidate newest_major=$jdk_major
    fi
  done
  if ((newest_major >= least_java)); then
    export JAVA_HOME=$newest
    return 0
  fi
  [[ -n $newest ]] && too_old+=("$newest (Java $newest_major)")

  {
    echo "distappguard: no JDK $least_java or newer found."
    local seen=' '
    for candidate in "${too_old[@]+"${too_old[@]}"}"; do
      [[ $seen == *" $candidate "* ]] && continue
      seen+="$candidate "
      echo "  too old or unfit: $candidate"
    done
    echo "Install one, then run the same command again:"
    echo "  Debian 12:         the .deb of Eclipse Temurin 21 or newer (package temurin-21-jdk)"
    echo "  Debian 13, Ubuntu: apt-get install openjdk-21-jdk"
    echo "  Fedora:            dnf install java-21-openjdk-devel"
    echo "  macOS:             brew install openjdk@21"
    echo "  anywhere:          unpack a JDK archive into ~/.jdks, or set JAVA_HOME to its folder"
  } >&2
  return 1
}

# Whether version $1 is at least version $2, both of the form 3.8.7.
version_at_least() {
  local -a left right
  IFS=.- read -ra left <<<"$1"
  IFS=.- read -ra right <<<"$2"
  local i
  for i in 0 1 2; do
    local a=${left[i]:-0} b=${right[i]:-0}
    [[ $a =~ ^[0-9]+$ ]] || a=0
    ((10#$a == 10#$b)) || { ((10#$a > 10#$b)); return; }
  done
}

# Sets maven_version to that of the mvn command $1; fails where it is none.
maven_version_of() {
  maven_version=
  [[ -x $1 ]] || return 1
  local command=$1 jar
  [[ -L $command ]] && command=$(readlink -f "$command")
  for jar in "${command%/bin/mvn}"/lib/maven-core-[0-9]*.[0-9]*.jar; do
    [[ $jar =~ /maven-core-([0-9]+\.[0-9]+\.[0-9]+)[^/]*\.jar$ ]] || continue
    maven_version=${BASH_REMATCH[1]}
    return 0
  done
  # Debian names the jar without its version: ask.
  [[ $("$1" --version 2>/dev/null) =~ Apache\ Maven\ ([0-9]+\.[0-9]+\.[0-9]+) ]] || return 1
  maven_version=${BASH_REMATCH[1]}
}

# Looks at MAVEN_HOME, PATH and the usual folders. Sets MVN, or says what to install and fails.
find_maven() {
  local root=${FIND_JDK_ROOT:-} candidate too_old=
  local -a candidates=()
  [[ -n ${MAVEN_HOME:-} ]] && candidates+=("$MAVEN_HOME/bin/mvn")
  while IFS= read -r candidate; do candidates+=("$candidate"); done < <(type -ap mvn)
  candidates+=("$root"/usr/share/maven/bin/mvn "$root"/opt/*maven*/bin/mvn \
    "${HOME:-/nonexistent}"/.sdkman/candidates/maven/*/bin/mvn)
  for candidate in "${candidates[@]}"; do
    maven_version_of "$candidate" || continue
    if version_at_least "$maven_version" "$least_maven"; then
      MVN=$candidate
      return 0
    fi
    too_old+="  too old: $candidate ($maven_version)"$'\n'
  done
  {
    echo "distappguard: no Maven $least_maven or newer found."
    printf '%s' "$too_old"
    echo "Install it, then run the same command again:"
    echo "  Debian, Ubuntu: apt-get install maven"
    echo "  Fedora:         dnf install maven"
    echo "  macOS:          brew install maven"
    echo "  anywhere:       unpack Apache Maven, and set MAVEN_HOME to its folder"
  } >&2
  return 1
}
