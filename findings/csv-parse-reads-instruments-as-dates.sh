#!/usr/bin/env bash
# csv-parse with `cast_date: true` turns names of futures and indices into dates.
#
# One would expect only values that look like a date to become dates, and a column of symbols to stay text.
# What happens: whatever Date.parse accepts is a date, and that passes over words before the first number.
# BTC-25DEC26 is Christmas, BTC-USD-260327 lies in the year 260327, NASDAQ 100 in the year 100, while
# BTCUSDT and "US 30" stay text: one column has two types.
# Why it matters: trade lists have a symbol column next to the time column for which the option is switched on,
# and expiring futures are named by day and month. Grouping by symbol splits or loses them.
#
# Version: csv-parse 7.0.3 (npm) on Node's V8. Output seen: the lines in `expected` below, in zone UTC.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix "$dir" --ignore-scripts --no-audit --no-fund --silent csv-parse@7.0.3 >/dev/null

cat > program.cjs <<'JS'
const { parse } = require('csv-parse/sync');

for (const name of ['BTCUSDT', 'BTC-25DEC26', 'BTC-USD-260327', 'NASDAQ 100', 'DAX 40', 'US 30', 'CL 11']) {
  const [row] = parse(`time,symbol\n2026-01-01T00:00:00Z,${name}\n`, { columns: true, cast: true, cast_date: true });
  console.log(name + ' -> ' + (row.symbol instanceof Date ? row.symbol.toISOString() : 'text'));
}
JS
seen=$(TZ=UTC node program.cjs) || true

expected=$(cat <<'TEXT'
BTCUSDT -> text
BTC-25DEC26 -> 2026-12-25T00:00:00.000Z
BTC-USD-260327 -> +260327-01-01T00:00:00.000Z
NASDAQ 100 -> 0100-01-01T00:00:00.000Z
DAX 40 -> 2040-01-01T00:00:00.000Z
US 30 -> text
CL 11 -> 2001-11-01T00:00:00.000Z
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: csv-parse@7.0.3 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
