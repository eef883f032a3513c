#!/usr/bin/env bash
# Sets up a Redis of its own for Trainyard: install_redis.sh [options]
#
#   --port PORT     default: 6380, beside a Redis that may be there
#   --memory SIZE   default: 256mb
#   --new-password  adds another password to the user, writes it into the settings, and keeps the former ones
#   --last-password removes all passwords but the newest
#   --root DIR      the installation is below this directory
#   --dry-run       says what it would do
#   --help
#
# It listens on loopback, has the one user trainyard with the keys, channels and commands that the service needs, and keeps nothing on
# disk: PostgreSQL is the record. It runs as redis-server@trainyard, the unit of the package redis-server. /etc/redis/trainyard.acl
# has the hashes of the passwords, REDIS_URL of /etc/trainyard/trainyard.env the password.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

port=6380 memory=256mb passwords=''
while [ $# -gt 0 ]; do
  case $1 in
    --help) usage && exit ;;
    --port) port=$(value_of "$@"); shift 2 ;;
    --memory) memory=$(value_of "$@"); shift 2 ;;
    --new-password) passwords=new && shift ;;
    --last-password) passwords=last && shift ;;
    --root) root=$(value_of "$@"); shift 2 ;;
    --dry-run) dry_run=yes && shift ;;
    *) misused "unknown option $1." ;;
  esac
done
case $port$memory in
  *[!0-9a-zA-Z]*) misused "--port is a number, and --memory a size such as 256mb." ;;
esac
set_places
require_root
[ -d "$etc" ] || [ -n "$dry_run" ] || refuse "there is no $etc: run install.sh first." 66
[ -n "$root" ] || require_program redis-server "the package redis-server, version 7 or later"
require_private_settings
redis=$root/etc/redis
acl=$redis/trainyard.acl

url=$(setting REDIS_URL "$etc/trainyard.env")
hashes=$(grep -o '#[0-9a-f]\{64\}' "$acl" 2> /dev/null || :)
case $url in
  '' | "redis://trainyard:"*"@127.0.0.1:"*) ;;
  *) refuse "REDIS_URL in $etc/trainyard.env names another Redis: remove it there first, if this one is to take its place." 78 ;;
esac
if [ -n "$url" ] && [ -n "$passwords" ]; then
  port=${url##*:} port=${port%%/*}
fi
if [ -z "$url" ] || [ "$passwords" = new ]; then
  password=$(new_password)
  url=redis://trainyard:$password@127.0.0.1:$port/0
  hashes="#$(printf %s "$password" | sha256sum | cut -c1-64) $hashes"
else
  password=${url#redis://trainyard:} password=${password%%@*}
fi
# The one of the settings works in any case, also when a run was interrupted between the two files
newest="#$(printf %s "$password" | sha256sum | cut -c1-64)"
[ "$passwords" != last ] || hashes=
hashes=$(tr ' ' '\n' <<< "$newest $hashes" | awk 'NF && !seen[$0]++' | tr '\n' ' ')

write() {
  if [ -n "$dry_run" ]; then
    echo "would write $1"
    cat > /dev/null
    return
  fi
  (umask 077 && cat > "$1.part")
  mv "$1.part" "$1"
}

contents() {
  cat "$acl" "$redis/redis-trainyard.conf" 2> /dev/null | sha256sum
}

run mkdir -p "$redis"
before=$(contents || :)
write "$acl" << ACL
user default off
user trainyard on ${hashes}resetkeys ~trainyard:* resetchannels &trainyard:* -@all +@connection +@sortedset +@string +@hash +@keyspace +@scripting +@transaction +@pubsub -@dangerous -@admin +info +time
ACL
write "$redis/redis-trainyard.conf" << CONF
bind 127.0.0.1 -::1
protected-mode yes
port $port
aclfile $acl
# Hints only: what is lost is made again from PostgreSQL
save ""
appendonly no
maxmemory $memory
maxmemory-policy noeviction
dir /var/lib/redis
CONF
[ -n "$root" ] || own redis:redis "$acl" "$redis/redis-trainyard.conf"
set_setting REDIS_URL "$url" "$etc/trainyard.env"
run service_manager enable redis-server@trainyard
if [ "$(contents || :)" = "$before" ]; then
  run service_manager start redis-server@trainyard
else
  run service_manager restart redis-server@trainyard
fi
say "Redis for trainyard listens on 127.0.0.1:$port"
