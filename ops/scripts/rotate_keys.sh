#!/usr/bin/env bash
# Replaces secrets by new ones: rotate_keys.sh WHAT [options]
#
#   api NAME        an API key: the old one of this name, if there is one, is revoked, and the new one is printed, this once
#   database        the passwords of both roles
#   redis           the password of the user trainyard, in a Redis that install_redis.sh has set up
#
#   --role ROLE     of the new API key: viewer, operator or admin
#   --expires TIME  of the new API key, such as 90d; default: never
#   --root DIR      the installation is below this directory
#   --dry-run       says what it would do
#   --help
#
# After new passwords the processes are restarted one by one. A connection that is open goes on; what connects between the change and its
# restart is refused and tried again, so that no job is lost.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

what='' key='' role='' expires=''
while [ $# -gt 0 ]; do
  case $1 in
    --help) usage && exit ;;
    --role) role=$(value_of "$@"); shift 2 ;;
    --expires) expires=$(value_of "$@"); shift 2 ;;
    --root) root=$(value_of "$@"); shift 2 ;;
    --dry-run) dry_run=yes && shift ;;
    -*) misused "unknown option $1." ;;
    *)
      if [ -z "$what" ]; then
        what=$1
      elif [ "$what" = api ] && [ -z "$key" ]; then
        key=$1
      else
        misused "'$1' is too much."
      fi
      shift
      ;;
  esac
done
set_places
require_root
require_private_settings
current=$(readlink -e "$base/current" || :)
[ -d "$current" ] || refuse "there is no installation in $base: run install.sh first." 66

trainyard() {
  (
    export_settings "$etc/trainyard.env"
    cd "$current"
    "$current/bin/trainyard" "$@"
  )
}

restart() {
  run "$scripts/activate.sh" "$(basename "$current")" --no-migrate --no-rehearsal ${root:+--root "$root"}
}

# Sets the password of the role of a URL, as that role itself: SETTING FILE
rotate_password() {
  local url password rest
  url=$(setting "$1" "$2")
  [ -n "$url" ] || return 0
  if [ -n "$dry_run" ]; then
    echo "would set a new password for the role of $1 in the database and in $2"
    return
  fi
  use_database "$url"
  case $url in
    *"://$PGUSER:"*@*) ;;
    *) refuse "$1 in $2 has no password in the form postgresql://user:password@host: change it by hand." 78 ;;
  esac
  # The new one is on the disk before the database knows it; a run that is interrupted between the two finds it there
  password=$(setting "NEXT_$1" "$2")
  if [ -z "$password" ]; then
    password=$(new_password)
    set_setting "NEXT_$1" "$password" "$2"
  fi
  if ! psql -X -q --no-password -v ON_ERROR_STOP=1 <<< "ALTER ROLE CURRENT_USER PASSWORD '$password'" 2> "$errors"; then
    PGPASSWORD=$password psql -X -q --no-password -c 'SELECT 1' > /dev/null 2>&1 \
      || refuse "the password of $PGUSER cannot be changed: $(tail -1 "$errors")" 69
  fi
  rest=${url##*@}
  set_setting "$1" "${url%%://*}://$PGUSER:$password@$rest" "$2"
  sed -i "/^NEXT_$1=/d" "$2"
  say "$PGUSER has a new password"
}

errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
case $what in
  api)
    [ -n "$key" ] || misused "name the key: rotate_keys.sh api NAME."
    [ -n "$role" ] || misused "name the role of the new key with --role."
    if [ -n "$dry_run" ]; then
      echo "would revoke the API key $key and make one of the same name with the role $role"
      exit
    fi
    case $role in
      viewer | operator | admin) ;;
      *) misused "--role must be one of viewer, operator, admin, not '$role'." ;;
    esac
    # 1: there is none of this name
    status=0
    trainyard keys revoke "$key" > /dev/null 2> "$errors" || status=$?
    [ "$status" -le 1 ] || refuse "nothing was changed: $(tail -1 "$errors")" "$status"
    trainyard keys create --name "$key" --role "$role" ${expires:+--expires "$expires"} \
      || refuse "there is no key $key now, for the reason above: run this again." 70
    ;;
  database)
    require_program psql "postgresql-client"
    rotate_password MIGRATE_DATABASE_URL "$etc/migrate.env"
    rotate_password DATABASE_URL "$etc/trainyard.env"
    restart
    ;;
  redis)
    run "$scripts/install_redis.sh" --new-password ${root:+--root "$root"}
    restart
    run "$scripts/install_redis.sh" --last-password ${root:+--root "$root"}
    ;;
  '') misused "say what: api NAME, database or redis." ;;
  *) misused "'$what' is none of api, database, redis." ;;
esac
