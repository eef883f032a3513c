#!/usr/bin/env bash
# An hourly schedule of croner 10 leaves one run out on the day when the clocks go back.
#
# One would expect an hourly expression to fire each hour on the hour, 25 times on that day.
# What happens in Berlin on 25 October 2026: after 00:00 UTC comes 02:00 UTC; the second 02:00 of local time, 01:00
# UTC, is left out. A daily run in the double hour is right. Version 11 fires at all hours.
# Why it matters: a job that closes hourly candles or fetches the last hour leaves a hole of one hour, once a year,
# at a week-end, only on machines that run on local time; a range such as ^10 does not bring the cure.
#
# Versions: croner 10.0.1 and 11.0.1 (npm). Output seen: the lines in `expected` below (UTC).
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix "$dir" --ignore-scripts --no-audit --no-fund --silent croner-10@npm:croner@10.0.1 croner-11@npm:croner@11.0.1 >/dev/null

cat > program.cjs <<'JS'
for (const [version, { Cron }] of [['10.0.1', require('croner-10')], ['11.0.1', require('croner-11')]]) {
  const runs = new Cron('0 * * * *', { timezone: 'Europe/Berlin' }).nextRuns(4, new Date('2026-10-24T23:30:00Z'));
  console.log('croner ' + version + ': ' + runs.map((run) => run.toISOString().slice(11, 16)).join(' '));
}
JS
seen=$(TZ=UTC node program.cjs) || true

expected=$(cat <<'TEXT'
croner 10.0.1: 00:00 02:00 03:00 04:00
croner 11.0.1: 00:00 01:00 02:00 03:00
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: croner-10@npm:croner@10.0.1 croner-11@npm:croner@11.0.1 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
