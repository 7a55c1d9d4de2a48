# A cgroup2 file system for the tests and the range. Sourced by bash scripts.

# with_control_groups SCRIPT ARGUMENT...: where none is mounted, runs the script anew in a mount
# namespace of its own that has one, and so leaves nothing mounted. Returns where there is one, and
# where none can be mounted: what needs it then says so.
with_control_groups() {
  if grep -q ' cgroup2 ' /proc/self/mounts || ((EUID != 0)); then
    return
  fi
  local place=/sys/fs/cgroup
  # With version 1 in that place it stands beside its hierarchies.
  mountpoint -q "$place" && place=$place/unified
  mkdir -p "$place" 2>/dev/null
  unshare --mount mount -t cgroup2 none "$place" 2>/dev/null || return
  exec unshare --mount bash -c 'mount -t cgroup2 none "$0" && exec "$@"' "$place" "$@"
}
