#!/usr/bin/env bash
# PgBouncer sends SET DateStyle before each transaction of a client that asked for the style that the server has anyway.
#
# One would expect it to notice that client and server agree, as for its other tracked parameters: it sends SET only where they differ. What
# happens: it compares texts. A client that asks for 'ISO', as PostgreSQL's JDBC driver always does, is told by the server that it has
# 'ISO, MDY', the same with the order of day and month. For PgBouncer these differ for ever, so each transaction that begins on a server
# connection costs one statement more, also on the connection that it had before.
# Why it matters: in transaction mode half of the transactions of a service of short statements are those. The driver has no setting for it.
#
# Version: Debian's PgBouncer 1.18.0 and PostgreSQL 15. Output seen: the lines in `expected` below.
set -euo pipefail

dir=$(mktemp -d)
trap 'stop; rm -rf "$dir"' EXIT
stop() {
  if [ -f socket/pid ]; then kill "$(cat socket/pid)" || true; fi
  as "$home/bin/pg_ctl" -D "$dir/data" -m immediate stop > /dev/null 2>&1 || true
}
cd "$dir"
chmod 755 "$dir"
packages=(pgbouncer postgresql-15 postgresql-client-15 libpq5 libllvm14 libz3-4 libxml2 libicu72 libedit2 libbsd0 libmd0 libc-ares2 libevent-2.1-7)
apt-get download -qq "${packages[@]}" > /dev/null 2>&1
for package in *.deb; do dpkg-deb -x "$package" root; done
home=$dir/root/usr/lib/postgresql/15
libraries=$dir/root/usr/lib/$(uname -m)-linux-gnu
as() {
  if [ "$(id -u)" = 0 ]; then
    runuser -u nobody -- env "LD_LIBRARY_PATH=$libraries" "$@"
  else
    env "LD_LIBRARY_PATH=$libraries" "$@"
  fi
}
mkdir data socket
cat > socket/pgbouncer.ini <<INI
[databases]
* = host=$dir/socket port=5432 user=postgres
[pgbouncer]
listen_addr =
unix_socket_dir = $dir/socket
auth_type = any
pool_mode = transaction
pidfile = $dir/socket/pid
logfile = $dir/socket/pooler
INI
if [ "$(id -u)" = 0 ]; then chown -R nobody data socket; fi
as "$home/bin/initdb" -D data -U postgres -A trust > /dev/null
as "$home/bin/pg_ctl" -D data -w -o "-k $dir/socket -c listen_addresses='' -c log_statement=all" -l socket/log start > /dev/null
as "$dir/root/usr/sbin/pgbouncer" -q -d socket/pgbouncer.ini
timeout 30 sh -c 'until [ -S socket/.s.PGSQL.6432 ]; do sleep 0.1; done'

# Three transactions of one connection; what the server was asked for meanwhile
ask() {
  local before
  before=$(wc -l < socket/log)
  printf 'SELECT %s;\n' 1 2 3 |
    as env PGDATESTYLE="$1" "$home/bin/psql" -X -q -A -t -h "$dir/socket" -p 6432 -U postgres postgres > socket/answer
  echo "a client that asks for $1:"
  tail -n "+$((before + 1))" socket/log | sed -n 's/.*statement: //p' | grep -v application_name
}

seen=$(
  ask 'ISO, MDY'
  ask ISO
)

expected=$(cat <<'TEXT'
a client that asks for ISO, MDY:
SELECT 1;
SELECT 2;
SELECT 3;
a client that asks for ISO:
SET DateStyle='ISO';
SELECT 1;
SET DateStyle='ISO';
SELECT 2;
SET DateStyle='ISO';
SELECT 3;
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: PgBouncer 1.18.0 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
