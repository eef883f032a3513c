#!/usr/bin/env bash
# Day.js adds 24 hours for a day in a named zone, or a day of the calendar, by the zone of the machine.
#
# One would expect 09:00 in Berlin plus a day to be 09:00 in Berlin on every machine.
# What happens with the timezone plugin, across the change of the clocks: on a machine in UTC the result is 10:00 in
# spring and 08:00 in autumn; on one in Berlin it is 09:00. format() says 09:00 in both cases, with an offset
# that the zone no longer has on that day.
# Why it matters: opens of sessions and daily candles in a market's zone are stepped through by add(1, 'day'). It is
# right on a laptop at home and an hour off on the server, and a printed list looks right on both.
#
# Version: dayjs 1.11.23 (npm). Output seen: the lines in `expected` below.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix "$dir" --ignore-scripts --no-audit --no-fund --silent dayjs@1.11.23 >/dev/null

cat > program.cjs <<'JS'
const dayjs = require('dayjs');
dayjs.extend(require('dayjs/plugin/utc'));
dayjs.extend(require('dayjs/plugin/timezone'));

for (const machine of ['UTC', 'Europe/Berlin']) {
  process.env.TZ = machine;
  for (const date of ['2026-03-28', '2026-10-24']) {
    const after = dayjs.tz(date + ' 09:00', 'Europe/Berlin').add(1, 'day');
    console.log(`machine in ${machine}: ${date} 09:00 in Berlin plus a day is ${after.tz('Europe/Berlin').format('HH:mm Z')}, `
      + `formatted as ${after.format('HH:mm Z')}`);
  }
}
JS
seen=$(TZ=UTC node program.cjs) || true

expected=$(cat <<'TEXT'
machine in UTC: 2026-03-28 09:00 in Berlin plus a day is 10:00 +02:00, formatted as 09:00 +01:00
machine in UTC: 2026-10-24 09:00 in Berlin plus a day is 08:00 +01:00, formatted as 09:00 +02:00
machine in Europe/Berlin: 2026-03-28 09:00 in Berlin plus a day is 09:00 +02:00, formatted as 09:00 +01:00
machine in Europe/Berlin: 2026-10-24 09:00 in Berlin plus a day is 09:00 +01:00, formatted as 09:00 +02:00
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: dayjs@1.11.23 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
