#!/usr/bin/env bash
# PostgreSQL compiles a statement of a few rows to machine code when sequential scans are discouraged.
#
# One would expect enable_seqscan = off, the usual way to insist on an index for a moment, to change the plan of a small
# statement or nothing. What happens: where a scan cannot be avoided, its estimate is raised by 1e10, and that estimate is
# also what says whether compiling pays. So each such statement is compiled, with inlining and all optimisation.
# Why it matters: a statement of a millisecond takes half a second of a core, each time it runs, and its plan looks as before.
#
# Version: Debian's PostgreSQL 15 with its JIT compiler (LLVM 14). Output seen: the lines in `expected` below.
set -euo pipefail

dir=$(mktemp -d)
trap 'stop; rm -rf "$dir"' EXIT
stop() { as bin/pg_ctl -D "$dir/data" -m immediate stop > /dev/null 2>&1 || true; }
cd "$dir"
chmod 755 "$dir"
packages=(postgresql-15 postgresql-client-15 libpq5 libllvm14 libz3-4 libxml2 libicu72 libedit2 libbsd0 libmd0)
apt-get download -qq "${packages[@]}" > /dev/null 2>&1
for package in *.deb; do dpkg-deb -x "$package" root; done
home=$dir/root/usr/lib/postgresql/15
as() {
  local program=$1
  shift
  if [ "$(id -u)" = 0 ]; then
    runuser -u nobody -- env LD_LIBRARY_PATH="$dir/root/usr/lib/$(uname -m)-linux-gnu" "$home/$program" "$@"
  else
    env LD_LIBRARY_PATH="$dir/root/usr/lib/$(uname -m)-linux-gnu" "$home/$program" "$@"
  fi
}
mkdir data socket
if [ "$(id -u)" = 0 ]; then chown nobody data socket; fi
as bin/initdb -D data -U postgres -A trust > /dev/null
as bin/pg_ctl -D data -w -o "-k $dir/socket -c listen_addresses=''" -l "$dir/socket/log" start > /dev/null

seen=$(
  as bin/psql -X -q -A -t -h "$dir/socket" -U postgres postgres <<'SQL' | grep -oE '^ *Functions|^[a-z ]+:$|Inlining [a-z]+' | sed 's/^ *//'
CREATE TABLE jobs AS SELECT n AS id, 0 AS tries FROM generate_series(1, 10) n;
ANALYZE jobs;
\echo 'scans as usual:'
EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) UPDATE jobs SET tries = tries + 1 WHERE id = 3;
SET enable_seqscan = off;
\echo 'scans discouraged:'
EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) UPDATE jobs SET tries = tries + 1 WHERE id = 3;
SQL
) || true

expected=$(cat <<'TEXT'
scans as usual:
scans discouraged:
Functions
Inlining true
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: PostgreSQL 15 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
