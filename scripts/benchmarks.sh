# Builds the benchmarks and says where their classes are. Sourced by bash scripts after find-jdk.sh;
# $root is the folder of the repository.

source "$root/scripts/build.sh"

# Prints the class path of the benchmarks, built when they are not there or older than a source.
benchmark_classes() {
  local built=$root/benchmarks/target/benchmarks.jar
  if [[ ! -f $built || -n $(find "$root"/*/src/main "$root/pom.xml" "$root"/*/pom.xml -newer "$built" -print -quit) ]]; then
    find_maven || return 1
    mkdir -p "$root/target"
    if ! run_maven "building the benchmarks" "$root/target/benchmarks.log" -pl benchmarks,cli -am -DskipTests package; then
      echo "the build failed; the whole log: $root/target/benchmarks.log" >&2
      return 1
    fi
  fi
  printf '%s' "$built:$root/benchmarks/target/lib/*:$root/cli/target/distappguard.jar"
}
