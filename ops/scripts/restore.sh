#!/usr/bin/env bash
# Restores a backup into an empty database: restore.sh BACKUP [options]
#
#   --files DIR  unpacks routes/, config/ and plugins/ of the backup there; DIR must not exist, or be empty
#   --root DIR   the installation is below this directory
#   --dry-run    checks the backup and the database, and changes nothing
#   --help
#
# BACKUP is a directory that backup.sh has made. The checksums are compared first. Into a database that has tables nothing is restored,
# and a restoration that fails leaves the database empty. Stop the service before.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

backup='' files=''
while [ $# -gt 0 ]; do
  case $1 in
    --help) usage && exit ;;
    --files) files=$(value_of "$@"); shift 2 ;;
    --root) root=$(value_of "$@"); shift 2 ;;
    --dry-run) dry_run=yes && shift ;;
    -*) misused "unknown option $1." ;;
    *)
      [ -z "$backup" ] || misused "name one backup."
      backup=$1 && shift
      ;;
  esac
done
[ -n "$backup" ] || misused "name a backup."
set_places
require_root
require_program pg_restore "postgresql-client"
[ -f "$backup/SHA256SUMS" ] || refuse "$backup is no backup: it has no SHA256SUMS." 66
(cd "$backup" && sha256sum --quiet --strict --check SHA256SUMS) \
  || refuse "$backup is damaged: what it has is not what was saved. Take another backup. Nothing was changed." 65
if [ -n "$files" ] && [ -d "$files" ] && [ -n "$(ls -A "$files")" ]; then
  refuse "$files is not empty: name another directory for the files. Nothing was changed." 73
fi
use_own_database

tables=$(psql -X -At --no-password -c "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S')") \
  || refuse "the database $PGDATABASE at $PGHOST:$PGPORT cannot be reached, for the reason above." 69
[ "$tables" = 0 ] || refuse "the database $PGDATABASE at $PGHOST:$PGPORT is not empty: make a new one, and name it in the settings. Nothing was changed." 73

if [ -n "$dry_run" ]; then
  echo "would restore $backup into the database $PGDATABASE at $PGHOST:$PGPORT${files:+ and $files}"
  exit
fi
# The schema exists in the empty database, and belongs to whom it belongs
list=$(mktemp)
trap 'rm -f "$list"' EXIT
pg_restore --list "$backup/database.dump" | grep -v ' SCHEMA - public ' > "$list"
pg_restore --no-password --no-owner --no-privileges --single-transaction --exit-on-error --use-list="$list" --dbname="$PGDATABASE" "$backup/database.dump" \
  || refuse "the database cannot be restored, for the reason above; it is empty as before." 70
if [ -n "$files" ]; then
  mkdir -p "$files"
  tar -xzf "$backup/files.tar.gz" -C "$files"
  say "the files are in $files: install.sh --from takes them with a release, or copy them over those of $base/current"
fi
say "the database $PGDATABASE at $PGHOST:$PGPORT is restored"

# An older backup gets the schema of the release, and its tables the rights of the role that runs
if [ -x "$base/current/bin/trainyard" ]; then
  migrate "$(readlink -e "$base/current")" || refuse "the database is restored, but not migrated, for the reason above: run \"trainyard migrate\"." 70
fi
