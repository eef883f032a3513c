#!/usr/bin/env bash
# Papa Parse takes a whole file of candles for one row when only its header ends in CRLF.
#
# One would expect LF to end a line, whatever the header has, or at least an error.
# What happens: the line end is guessed once, and a single CRLF at the beginning suffices for CRLF. All
# candles become one row of 2001 fields, with values such as "1.6" and the next time joined by a line feed.
# Without `header: true` there is no error at all.
# Why it matters: a header saved on Windows and candles appended by a script on Linux is how such files grow. The
# chart then shows one candle, or none. Saying `newline: '\n'` reads all rows.
#
# Version: papaparse 5.7.1 (npm). Output seen: the lines in `expected` below.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix "$dir" --ignore-scripts --no-audit --no-fund --silent papaparse@5.7.1 >/dev/null

cat > program.cjs <<'JS'
const Papa = require('papaparse');

const header = 'time,open,close';
const candles = Array.from({ length: 1000 }, (_, i) => `${1735689600 + 60 * i},1.5,1.6`);
const unix = [header, ...candles].join('\n') + '\n';
const mixed = header + '\r\n' + candles.join('\n') + '\n';
for (const [name, file] of [['all lines end in LF', unix], ['header ends in CRLF, candles in LF', mixed]]) {
  const plain = Papa.parse(file, { skipEmptyLines: true });
  console.log(name + ': ' + plain.data.length + ' rows, ' + plain.errors.length + ' errors, '
    + plain.data[1].length + ' fields in the first candle; given newline: '
    + Papa.parse(file, { skipEmptyLines: true, newline: '\n' }).data.length + ' rows');
}
JS
seen=$(TZ=UTC node program.cjs) || true

expected=$(cat <<'TEXT'
all lines end in LF: 1001 rows, 0 errors, 3 fields in the first candle; given newline: 1001 rows
header ends in CRLF, candles in LF: 2 rows, 0 errors, 2001 fields in the first candle; given newline: 1001 rows
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: papaparse@5.7.1 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
