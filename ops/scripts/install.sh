#!/usr/bin/env bash
# Installs Trainyard on this machine, or puts another release beside the one that runs: install.sh [options]
#
#   --jar FILE      default: trainyard.jar in the directory of --from, or in its target/
#   --from DIR      directory with ops/, routes/ and config/; default: the one that this script belongs to
#   --release NAME  default: a name made of the content
#   --no-activate   only puts the release there and checks its routes
#   --root DIR      installs below this directory, without users and systemd
#   --dry-run       says what it would do
#   --help
#
# It makes the user trainyard, /opt/trainyard/releases/NAME, /etc/trainyard and the units. Files of routes/ and config/ that were edited
# here go on in the new release as they are; where the release has another version too, that one lies beside as FILE.delivered. Files of
# settings are never changed. Run again, it changes nothing.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

from=$(readlink -f "$scripts/../..") jar='' name='' activate=yes
while [ $# -gt 0 ]; do
  case $1 in
    --help) usage && exit ;;
    --jar) jar=$(value_of "$@"); shift 2 ;;
    --from) from=$(value_of "$@"); shift 2 ;;
    --release) name=$(value_of "$@"); shift 2 ;;
    --root) root=$(value_of "$@"); shift 2 ;;
    --no-activate) activate='' && shift ;;
    --dry-run) dry_run=yes && shift ;;
    *) misused "unknown option $1." ;;
  esac
done
set_places
require_root
require_java
require_program curl "the package curl"

if [ -z "$jar" ]; then
  jar=$from/trainyard.jar
  [ -f "$jar" ] || jar=$from/target/trainyard.jar
fi
[ -f "$jar" ] || refuse "there is no $jar: build it with \"mvn package\", or name it with --jar." 66
for part in ops/bin/trainyard ops/scripts/lib.sh ops/systemd routes config; do
  [ -e "$from/$part" ] || refuse "there is no $part in $from: name the directory that has it with --from." 66
done
case $name in
  *[!A-Za-z0-9._-]* | .* | *.part) misused "--release takes letters, digits and ._-, not '$name'." ;;
esac

# What a release is made of, with its checksums: PATH of the release for each file
delivered() {
  (cd "$from" && find routes config -type f ! -name '*.delivered' ! -name '.*' -print0 | sort -z | xargs -0 sha256sum)
  sha256sum < "$jar" | sed 's/-$/trainyard.jar/'
  (cd "$from/ops" && find bin scripts systemd -type f -print0 | sort -z | xargs -0 sha256sum)
}
sums=$(delivered)
if [ -z "$name" ]; then
  name=$(sha256sum <<< "$sums" | cut -c1-12)
fi
release=$releases/$name
current=$(readlink -e "$base/current" 2> /dev/null || :)
previous=$(readlink -e "$base/previous" 2> /dev/null || :)

sum_in() {
  awk -v path="$2" '{ file = substr($0, 67) } file == path { print $1 }' "$1"
}

# Takes over what was edited in the release that runs
take_edits() {
  local part=$1 file path before here there
  [ -f "$current/delivered.sha256" ] || return 0
  while IFS= read -r -d '' path; do
    before=$(sum_in "$current/delivered.sha256" "$path")
    here=$(sha256sum < "$current/$path" | cut -c1-64)
    there=$(sum_in "$part/delivered.sha256" "$path")
    file=$part/$path
    if [ "$here" = "$before" ] || [ "$here" = "$there" ]; then
      continue
    fi
    mkdir -p "$(dirname "$file")"
    if [ -n "$there" ] && [ "$there" != "$before" ]; then
      mv "$file" "$file.delivered"
      say "$path was edited here and changed in the release: the edited one stays, the other is $path.delivered"
    else
      say "$path was edited here and stays"
    fi
    cp -p "$current/$path" "$file"
  done < <(cd "$current" && find routes config -type f ! -name '*.delivered' ! -name '.*' -print0)
  # Files that were removed here
  while IFS= read -r path; do
    if [ ! -e "$current/$path" ] && [ "$(sum_in "$current/delivered.sha256" "$path")" = "$(sum_in "$part/delivered.sha256" "$path")" ]; then
      say "$path was removed here and stays away"
      rm -f "$part/$path"
    fi
  done < <(sed -n 's/^[0-9a-f]*  \(\(routes\|config\)\/.*\)/\1/p' "$current/delivered.sha256")
  if [ -d "$current/plugins" ]; then
    cp -a "$current/plugins" "$part/"
  fi
}

check_routes() {
  (
    export_settings "$etc/trainyard.env"
    export_settings "$etc/worker.env"
    export_settings "$etc/api.env"
    export TRAINYARD_CACHE=off
    cd "$1"
    "$1/bin/trainyard" check "$1"
  ) || {
    rm -rf "$1"
    refuse "the routes of this release cannot run here, for the reasons above: correct them, then run this again. Nothing was changed." 65
  }
}

place_release() {
  local part=$release.part
  if [ -n "$dry_run" ]; then
    echo "would put the release $name into $release, and check its routes"
    return
  fi
  require_space "$releases" $(($(stat -Lc %s "$jar") * 3 / 1024))
  mkdir -p "$releases"
  rm -rf "$part"
  mkdir "$part"
  cp "$jar" "$part/trainyard.jar"
  cp -R "$from/ops/bin" "$from/ops/scripts" "$from/ops/systemd" "$part/"
  printf '%s\n' "$sums" > "$part/delivered.sha256"
  (cd "$from" && tar -cf - --exclude='*.delivered' --exclude='.*' routes config) | tar -xf - -C "$part"
  take_edits "$part"
  check_routes "$part"
  sync -f "$part/trainyard.jar"
  rm -rf "$release"
  mv "$part" "$release"
}

if [ -z "$dry_run" ]; then
  mkdir -p "$releases"
  exec 9> "$base/.lock"
  flock -n 9 || refuse "another deployment is at work here: wait for its end." 75
fi

if [ -z "$root" ] && ! getent passwd trainyard > /dev/null; then
  require_program useradd "the package passwd"
  run useradd --system --home-dir /var/lib/trainyard --shell /usr/sbin/nologin trainyard
fi

# A release that runs, or may run again after a rollback, stays as it is. A package that was removed has left edits there, without a jar.
if [ -f "$release/delivered.sha256" ] && [ -f "$release/trainyard.jar" ] && { [ "$release" = "$current" ] || [ "$release" = "$previous" ]; }; then
  [ "$(cat "$release/delivered.sha256")" = "$sums" ] || refuse "there is another release with the name $name: choose one with --release." 73
  say "the release $name is there"
else
  place_release
  [ -n "$dry_run" ] || say "the release $name is in $release"
fi
# Edits over HTTP write there
for part in routes config; do
  own trainyard:trainyard "$release/$part"
done

run mkdir -p "$state"
run chmod 750 "$state"
own trainyard:trainyard "$state"
run mkdir -p "$etc"
run chmod 700 "$etc"

# The units share this file, and each sets its role, which a file of settings would override
[ -z "$(setting TRAINYARD_ROLE "$etc/trainyard.env")" ] \
  || refuse "TRAINYARD_ROLE in $etc/trainyard.env would make all units the same: remove it there, the units set it." 78

new_settings() {
  if [ -e "$etc/$1" ]; then
    require_private "$etc/$1"
    cat > /dev/null
    return
  fi
  if [ -n "$dry_run" ]; then
    echo "would write $etc/$1 with mode 600"
    cat > /dev/null
    return
  fi
  (umask 077 && cat > "$etc/$1.part")
  mv "$etc/$1.part" "$etc/$1"
  say "$etc/$1 is written"
}

secret=$(new_password)
sed -e "s/^#\(TRAINYARD_CALLBACKS_SECRET=\).*/\1$secret/" -e '/^# The units of/d' -e '/^TRAINYARD_ROLE=/d' -e 's/^\(DATABASE_URL\|REDIS_URL\)=/#&/' \
  "$from/ops/systemd/trainyard.env.example" | new_settings trainyard.env
new_settings api.env << 'SETTINGS'
# Settings of trainyard-api.service alone. A public address needs keys: trainyard keys create --name admin --role admin
TRAINYARD_AUTH_MODE=keys
SERVER_ADDRESS=127.0.0.1
SERVER_PORT=8000
SETTINGS
new_settings worker.env << 'SETTINGS'
# Settings of all trainyard-worker@N.service; worker-N.env has those of one. Each listens on this port plus N, on loopback.
TRAINYARD_WORKER_PORTS=8100
SETTINGS
new_settings migrate.env << 'SETTINGS'
# The owner of the schema, for trainyard migrate and backups alone: install_postgres.sh fills this in.
SETTINGS

if [ -n "$activate" ]; then
  # It takes the lock itself
  exec 9>&-
  "$from/ops/scripts/activate.sh" "$name" ${root:+--root "$root"} ${dry_run:+--dry-run}
fi
