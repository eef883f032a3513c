#!/usr/bin/env bash
# cron-parser's prev() does not undo next() on the days when the clocks change.
#
# One would expect both directions to walk over the same instants.
# What happens, for 02:30 daily in Berlin: forwards, the spring day has one run (moved to 03:30) and the autumn day
# one, the first 02:30. Backwards, the spring day has none and the autumn day two.
# Why it matters: a scheduler starts jobs by next() and looks for missed ones by prev(). After the clock change it
# misses a run in spring that was due, and in autumn finds one "missed" that was never due: a
# training or an order runs a second time.
#
# Versions: cron-parser 5.10.5 with luxon 3.7.2 (npm). Output seen: the lines in `expected` below.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix "$dir" --ignore-scripts --no-audit --no-fund --silent cron-parser@5.10.5 luxon@3.7.2 >/dev/null

cat > program.cjs <<'JS'
const { CronExpressionParser } = require('cron-parser');

const day = (text, hours) => new Date(Date.parse(text) + hours * 3600000);
for (const [name, noon] of [['spring', '2026-03-29T12:00:00Z'], ['autumn', '2026-10-25T12:00:00Z']]) {
  const from = day(noon, -24);
  const to = day(noon, 0);
  const forward = [];
  const ahead = CronExpressionParser.parse('30 2 * * *', { tz: 'Europe/Berlin', currentDate: from });
  for (let next = ahead.next().toDate(); next < to; next = ahead.next().toDate()) forward.push(next.toISOString());
  const backward = [];
  const behind = CronExpressionParser.parse('30 2 * * *', { tz: 'Europe/Berlin', currentDate: to });
  for (let last = behind.prev().toDate(); last > from; last = behind.prev().toDate()) backward.push(last.toISOString());
  console.log(name + ' forwards:  ' + forward.join(' '));
  console.log(name + ' backwards: ' + backward.join(' '));
}
JS
seen=$(TZ=UTC node program.cjs) || true

expected=$(cat <<'TEXT'
spring forwards:  2026-03-29T01:30:00.000Z
spring backwards: 
autumn forwards:  2026-10-25T00:30:00.000Z
autumn backwards: 2026-10-25T01:30:00.000Z 2026-10-25T00:30:00.000Z
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: cron-parser@5.10.5 luxon@3.7.2 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
