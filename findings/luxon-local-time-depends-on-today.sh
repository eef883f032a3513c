#!/usr/bin/env bash
# Luxon reads one local time as two instants, by the season in which the program runs.
#
# One would expect a fixed choice for the hour that comes twice in autumn (the JDK takes the first one), or an error.
# What happens: luxon begins its search with the zone's offset of today. Run in summer, 02:30 of the double hour is the
# first of the two; run in winter, it is the second. The same file of past candles gives other instants.
# Why it matters: candles and fills with local times are imported twice with one hour of difference, so keys by time
# do not match, and a test that was green in July fails in December.
#
# Version: luxon 3.7.2 (npm); cron-parser uses it too. Output seen: the lines in `expected` below.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix "$dir" --ignore-scripts --no-audit --no-fund --silent luxon@3.7.2 >/dev/null

cat > program.cjs <<'JS'
const { DateTime, Settings } = require('luxon');

for (const today of ['2026-07-01T00:00:00Z', '2026-12-01T00:00:00Z']) {
  Settings.now = () => Date.parse(today);
  console.log('run on ' + today.slice(0, 10));
  for (const [text, zone] of [['2026-10-25T02:30', 'Europe/Berlin'], ['2026-11-01T01:30', 'America/New_York']]) {
    console.log('  ' + text + ' ' + zone + ' -> ' + DateTime.fromISO(text, { zone }).toUTC().toISO());
  }
}
JS
seen=$(TZ=UTC node program.cjs) || true

expected=$(cat <<'TEXT'
run on 2026-07-01
  2026-10-25T02:30 Europe/Berlin -> 2026-10-25T00:30:00.000Z
  2026-11-01T01:30 America/New_York -> 2026-11-01T05:30:00.000Z
run on 2026-12-01
  2026-10-25T02:30 Europe/Berlin -> 2026-10-25T01:30:00.000Z
  2026-11-01T01:30 America/New_York -> 2026-11-01T06:30:00.000Z
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: luxon@3.7.2 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
