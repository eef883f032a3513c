# shellcheck shell=bash disable=SC2034 # what the scripts beside this file share; they read its variables
set -euo pipefail
umask 022

program=$(basename "$0")
scripts=$(dirname "$(readlink -f "$0")")
root=
dry_run=

say() {
  echo "$program: $1"
}

refuse() {
  echo "$program: $1" >&2
  exit "${2:-1}"
}

# Prints the comment at the top of the script
usage() {
  awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$0"
}

misused() {
  refuse "$1 See $program --help." 2
}

# The value of an option that needs one
value_of() {
  if [ $# -lt 2 ] || [ -z "$2" ]; then
    misused "$1 needs a value."
  fi
  echo "$2"
}

# Does what changes something, or tells it
run() {
  if [ -n "$dry_run" ]; then
    echo "would run: $*"
  else
    "$@"
  fi
}

# The places of an installation; --root puts them into another directory, and then nobody has to be root
set_places() {
  if [ -n "$root" ]; then
    case $root in
      /*) ;;
      *) misused "--root must be an absolute path, not '$root'." ;;
    esac
    root=${root%/}
  fi
  base=$root/opt/trainyard
  releases=$base/releases
  etc=$root/etc/trainyard
  state=$root/var/lib/trainyard
  units=$root/etc/systemd/system
}

require_root() {
  if [ -z "$root" ] && [ "$(id -u)" != 0 ]; then
    refuse "this reads or changes what belongs to root: run it as root, or name a directory with --root."
  fi
}

require_program() {
  command -v "$1" > /dev/null || refuse "there is no $1: install $2." 69
}

java_program() {
  echo "${JAVA_HOME:+$JAVA_HOME/bin/}java"
}

require_java() {
  local version
  command -v "$(java_program)" > /dev/null || refuse "there is no java: install a JDK of version 17 or later, or set JAVA_HOME." 69
  version=$("$(java_program)" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -1)
  [ "${version:-0}" -ge 17 ] || refuse "java has version ${version:-unknown}: install a JDK of version 17 or later, or set JAVA_HOME." 69
}

# The directory itself, or the nearest one above it that exists
existing() {
  local path=$1
  while [ ! -d "$path" ]; do
    path=$(dirname "$path")
  done
  echo "$path"
}

require_space() {
  local free
  free=$(df -Pk "$(existing "$1")" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$2" ] || refuse "the disk of $1 has $((free / 1024)) MB left, and $(($2 / 1024)) MB are needed: make room, then run this again." 73
}

# Gives files to a user; in another root there are no users
own() {
  if [ -z "$root" ]; then
    run chown -R "$@"
  fi
}

# TRAINYARD_SYSTEMCTL takes the place of systemctl; another root has none, nor has a machine that runs without systemd
service_manager() {
  if [ -n "${TRAINYARD_SYSTEMCTL:-}" ]; then
    "$TRAINYARD_SYSTEMCTL" "$@"
  elif [ -z "$root" ] && [ -d /run/systemd/system ]; then
    systemctl "$@"
  fi
}

# Passwords stand in these files
require_private() {
  local mode
  [ -e "$1" ] || return 0
  mode=$(stat -c %a "$1")
  case $mode in
    *00) ;;
    *) refuse "$1 has mode $mode, so that others can read its secrets: chmod 600 $1" 78 ;;
  esac
}

require_private_settings() {
  local file
  for file in "$etc"/*.env; do
    require_private "$file"
  done
}

# A value of a file of settings; empty when it is not there
setting() {
  [ -f "$2" ] || return 0
  sed -n "s/^$1=//p" "$2" | tail -1 | sed -e "s/^'\(.*\)'\$/\1/" -e 's/^"\(.*\)"$/\1/'
}

# Sets a value in a file of mode 600, by a new file that takes its place: NAME VALUE FILE
set_setting() {
  local part=$3.part
  if [ -n "$dry_run" ]; then
    echo "would set $1 in $3"
    return
  fi
  (
    umask 077
    if [ -f "$3" ]; then
      grep -v "^$1=" "$3" || :
    fi
    printf '%s=%s\n' "$1" "$2"
  ) > "$part"
  chmod 600 "$part"
  mv "$part" "$3"
}

# Exports the settings of a file as systemd would
export_settings() {
  local name
  [ -f "$1" ] || return 0
  while IFS= read -r name; do
    export "$name=$(setting "$name" "$1")"
  done < <(sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p' "$1")
}

# 192 random bits
new_password() {
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

decoded() {
  local text=${1//\\/\\\\}
  printf '%b' "${text//%/\\x}"
}

# Lets the programs of PostgreSQL use the database of a URL. A password never is an argument: all users can list those.
use_database() {
  local url=${1#jdbc:} query='' user='' parameter host
  case $url in
    postgres://* | postgresql://*) url=${url#*://} ;;
    *) refuse "the URL of the database must begin with postgresql://" 78 ;;
  esac
  case $url in *\?*) query=${url#*\?} url=${url%%\?*} ;; esac
  case $url in *@*) user=${url%@*} url=${url##*@} ;; esac
  host=${url%%/*}
  case $url in
    */?*) ;;
    *) refuse "the URL of the database names no database: postgresql://user:password@host:port/database" 78 ;;
  esac
  PGDATABASE=$(decoded "${url#*/}")
  PGHOST=${host%:*}
  PGPORT=5432
  case $host in *:*) PGPORT=${host##*:} ;; esac
  PGUSER=$(decoded "${user%%:*}")
  PGPASSWORD=
  case $user in *:*) PGPASSWORD=$(decoded "${user#*:}") ;; esac
  while IFS= read -r parameter; do
    case $parameter in
      user=*) PGUSER=$(decoded "${parameter#*=}") ;;
      password=*) PGPASSWORD=$(decoded "${parameter#*=}") ;;
      sslmode=*) export PGSSLMODE="${parameter#*=}" ;;
      sslrootcert=*) PGSSLROOTCERT=$(decoded "${parameter#*=}") && export PGSSLROOTCERT ;;
    esac
  done < <(tr '&' '\n' <<< "$query")
  export PGDATABASE PGHOST PGPORT PGUSER PGPASSWORD
}

# The database as the role that owns the schema, or else as the only one
use_own_database() {
  local url
  require_private_settings
  url=$(setting MIGRATE_DATABASE_URL "$etc/migrate.env")
  [ -n "$url" ] || url=$(setting DATABASE_URL "$etc/trainyard.env")
  [ -n "$url" ] || refuse "there is no MIGRATE_DATABASE_URL in $etc/migrate.env and no DATABASE_URL in $etc/trainyard.env: install_postgres.sh writes them." 78
  use_database "$url"
}

# Applies the migrations of a release, and grants the role of the service its rights
migrate() {
  local url role
  url=$(setting MIGRATE_DATABASE_URL "$etc/migrate.env")
  [ -n "$url" ] || return 0
  role=$(setting TRAINYARD_RUN_ROLE "$etc/migrate.env")
  if [ -n "$dry_run" ]; then
    echo "would run: $1/bin/trainyard migrate${role:+ --run-role $role}"
    return
  fi
  (
    export MIGRATE_DATABASE_URL="$url"
    cd "$1"
    "$1/bin/trainyard" migrate ${role:+--run-role "$role"}
  )
}

# Starts an API of a release beside what runs, for SECONDS at most, and ends it as soon as it is ready. What is wrong with the release is
# known then before anything is stopped for it, and Java has the archive of its classes, so that its processes are back sooner. It tells what
# the API printed only when that failed.
rehearse() {
  local cache=${root:-}/var/cache as=() log
  [ -n "$(setting DATABASE_URL "$etc/trainyard.env")" ] || return 0
  if [ -n "$dry_run" ]; then
    echo "would start the release once beside what runs, until it is ready"
    return
  fi
  mkdir -p "$cache/trainyard"
  chmod 700 "$cache/trainyard"
  own trainyard:trainyard "$cache/trainyard"
  [ -n "$root" ] || as=(runuser -u trainyard --)
  log=$(mktemp)
  say "the release is started once, to see whether it runs here" || :
  if ! (
    export_settings "$etc/trainyard.env"
    export_settings "$etc/api.env"
    export TRAINYARD_ROLE=api TRAINYARD_DATA_DIR="$state" XDG_CACHE_HOME="$cache"
    export TRAINYARD_JAVA_OPTIONS="-Xmx512m -Xms32m -XX:+UseSerialGC"
    cd "$1"
    timeout "$2" "${as[@]}" "$1/bin/trainyard" --server.address=127.0.0.1 --server.port=0 --trainyard.rehearsal=true < /dev/null
  ) > "$log" 2>&1; then
    tail -n 30 "$log" || :
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}
