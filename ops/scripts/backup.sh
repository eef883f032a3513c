#!/usr/bin/env bash
# Backs up the database, the routes, the configuration and the plug-ins: backup.sh [options]
#
#   --to DIR    default: /var/backups/trainyard
#   --keep N    removes all backups there but the newest N
#   --root DIR  the installation is below this directory
#   --dry-run   says what it would do
#   --help
#
# It makes DIR/trainyard-TIME with database.dump (pg_dump, custom format), files.tar.gz and SHA256SUMS, and prints its path. The service may
# run meanwhile. The files of settings are not in it: they have passwords, and belong where your other secrets are. What is stored of
# Redis needs no backup.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

to='' keep=''
while [ $# -gt 0 ]; do
  case $1 in
    --help) usage && exit ;;
    --to) to=$(value_of "$@"); shift 2 ;;
    --keep) keep=$(value_of "$@"); shift 2 ;;
    --root) root=$(value_of "$@"); shift 2 ;;
    --dry-run) dry_run=yes && shift ;;
    *) misused "unknown option $1." ;;
  esac
done
case $keep in
  *[!0-9]* | 0) misused "--keep needs a number from 1, not '$keep'." ;;
esac
set_places
require_root
require_program pg_dump "postgresql-client"
to=${to:-$root/var/backups/trainyard}
current=$(readlink -e "$base/current" || :)
[ -d "$current" ] || refuse "there is no installation in $base." 66
use_own_database

backup=$to/trainyard-$(date -u +%Y%m%dT%H%M%SZ)
if [ -n "$dry_run" ]; then
  echo "would back up the database $PGDATABASE at $PGHOST:$PGPORT and the files of $current to $backup"
  exit
fi
[ ! -e "$backup" ] || refuse "there is $backup already: run this again in a second." 73
umask 077
mkdir -p "$to"
# What an interrupted run has left
find "$to" -mindepth 1 -maxdepth 1 -name 'trainyard-*.part' -mmin +1440 -exec rm -rf {} +
part=$backup.part
mkdir "$part"
trap 'rm -rf "$part"' EXIT
parts=(routes config)
[ ! -d "$current/plugins" ] || parts+=(plugins)
tar -czf "$part/files.tar.gz" -C "$current" "${parts[@]}" || refuse "the files of $current cannot be saved, for the reason above." 74
pg_dump --no-password --format=custom --file="$part/database.dump" \
  || refuse "the database cannot be saved, for the reason above; pg_dump must be of the version of the server or a later one." 69
# A dump that was cut off has no readable list
pg_restore --list "$part/database.dump" > /dev/null || refuse "the dump that was written cannot be read: is the disk full?" 74
(cd "$part" && sha256sum database.dump files.tar.gz > SHA256SUMS)
sync -f "$part/SHA256SUMS"
mv "$part" "$backup"
trap - EXIT
echo "$backup"

if [ -n "$keep" ]; then
  find "$to" -mindepth 1 -maxdepth 1 -type d -name 'trainyard-*Z' | sort -r | tail -n "+$((keep + 1))" \
    | while IFS= read -r old; do
      rm -rf "$old"
    done
fi
