#!/usr/bin/env bash
# Lets an installed release run, and goes back to the former one when it does not become ready: activate.sh NAME [options]
#
#   --wait SECONDS  how long each process may take until it is ready; default 90
#   --no-migrate    leaves the schema as it is
#   --no-rehearsal  does not start the release once before it stops anything, where there is no memory for one process more
#   --root DIR      the installation is below this directory
#   --dry-run       says what it would do
#   --help
#
# It migrates the database, starts the release once beside what runs, switches the link /opt/trainyard/current, and restarts one process
# after the other: the workers, then the API. A process that was stopped stays stopped. It ends with 0 when all are ready, with 1 when
# the former release runs again or has not been stopped, and with 70 when that one does not run either.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

name='' wait=90 with_migrations=yes with_rehearsal=yes
while [ $# -gt 0 ]; do
  case $1 in
    --help) usage && exit ;;
    --wait) wait=$(value_of "$@"); shift 2 ;;
    --root) root=$(value_of "$@"); shift 2 ;;
    --no-migrate) with_migrations='' && shift ;;
    --no-rehearsal) with_rehearsal='' && shift ;;
    --dry-run) dry_run=yes && shift ;;
    -*) misused "unknown option $1." ;;
    *)
      [ -z "$name" ] || misused "name one release."
      name=$1 && shift
      ;;
  esac
done
[ -n "$name" ] || misused "name a release."
set_places
require_root
release=$releases/$name
if [ ! -f "$release/delivered.sha256" ] && [ -z "$dry_run" ]; then
  refuse "there is no release $name in $releases: install.sh puts it there." 66
fi
require_private_settings

# A connection that breaks must not leave half of the processes behind: the work goes on without its reader
trap '' HUP PIPE
if [ -z "$dry_run" ]; then
  exec 9> "$base/.lock"
  flock -n 9 || refuse "another deployment is at work here: wait for its end." 75
fi

point() {
  if [ -n "$dry_run" ]; then
    echo "would point $base/$1 to $2"
    return
  fi
  ln -sfn "releases/$(basename "$2")" "$base/$1.part"
  mv -T "$base/$1.part" "$base/$1"
}

# The links and the units belong together
switch_to() {
  local unit
  run mkdir -p "$units"
  for unit in trainyard-api.service trainyard-worker@.service; do
    run cp "$1/systemd/$unit" "$units/$unit"
  done
  point current "$1"
  run service_manager daemon-reload
}

# Workers first: a job of the new API finds a worker that knows it
running_units() {
  service_manager list-units --plain --no-legend --state=active,activating,deactivating,reloading,failed 'trainyard-worker@*.service' \
    | awk '{ print $1 }'
  service_manager list-units --plain --no-legend --state=active,activating,deactivating,reloading,failed trainyard-api.service \
    | awk '{ print $1 }'
}

check_unit() {
  (
    export_settings "$etc/trainyard.env"
    case $1 in
      trainyard-api.service)
        export_settings "$etc/api.env"
        "$scripts/health_check.sh" --wait "$wait"
        ;;
      *)
        number=${1#trainyard-worker@}
        export_settings "$etc/worker.env"
        export_settings "$etc/worker-${number%.service}.env"
        "$scripts/health_check.sh" --worker "${number%.service}" --wait "$wait"
        ;;
    esac
  )
}

restart_all() {
  local unit
  while IFS= read -r unit; do
    [ -n "$unit" ] || continue
    if [ -n "$dry_run" ]; then
      echo "would restart $unit and wait until it is ready"
      continue
    fi
    say "$unit is restarted" || :
    service_manager restart "$unit" < /dev/null && check_unit "$unit" || return 1
  done <<< "$1"
}

running=$(running_units)
current=$(readlink -e "$base/current" 2> /dev/null || :)
# A release that never became ready is nothing to go back to, unless there is no other
if [ -n "$current" ] && [ "$current" != "$release" ] && { [ -f "$current/ready" ] || [ ! -e "$base/previous" ]; }; then
  point previous "$current"
fi
if [ -n "$with_migrations" ]; then
  migrate "$release" || refuse "the database cannot be migrated, for the reason above; the former release goes on." 69
fi
if [ -n "$with_rehearsal" ]; then
  # The archive of classes is written after the service was ready
  rehearse "$release" $((wait + 60)) \
    || refuse "the release $name does not start, for the reason above; what runs here goes on." 1
fi
switch_to "$release"
if restart_all "$running"; then
  if [ -z "$dry_run" ]; then
    [ -z "$running" ] || touch "$release/ready"
    # The last three stay
    previous=$(readlink -e "$base/previous" 2> /dev/null || :)
    find "$releases" -mindepth 1 -maxdepth 1 -type d -printf '%T@ %p\n' | sort -rn | cut -d' ' -f2- | tail -n +4 \
      | while IFS= read -r old; do
        [ "$old" = "$release" ] || [ "$old" = "$previous" ] || rm -rf "$old"
      done
    say "the release $name is active${running:+, and all processes are ready}" || :
  fi
  exit 0
fi

former=$(readlink -e "$base/previous" 2> /dev/null || :)
if [ -z "$former" ] || [ "$former" = "$release" ]; then
  refuse "the release $name does not become ready, and there is no former one to go back to: journalctl -u 'trainyard-*' says why." 70
fi
say "the release $name does not become ready: back to $(basename "$former")" || :
switch_to "$former"
restart_all "$running" || refuse "the former release $(basename "$former") does not become ready either: journalctl -u 'trainyard-*' says why." 70
refuse "the release $name did not become ready, and $(basename "$former") runs again: journalctl -u 'trainyard-*' says why." 1
