#!/usr/bin/env bash
# csv-parse with `cast: true` reads every transaction hash as the number 0.
#
# One would expect a hash (0x and 64 digits) to stay text, or at worst to become a huge number, as JavaScript's
# own Number() makes it.
# What happens: the test "is this a number?" uses JavaScript's conversion, which knows 0x, and the value is then
# taken by parseFloat, which stops at the x. The result is 0 for each hash and each address.
# Why it matters: on-chain trades are keyed by their hash. After the import all have the same key, and
# "insert if absent" stores one trade of the whole file.
#
# Version: csv-parse 7.0.3 (npm). Output seen: the lines in `expected` below.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix "$dir" --ignore-scripts --no-audit --no-fund --silent csv-parse@7.0.3 >/dev/null

cat > program.cjs <<'JS'
const { parse } = require('csv-parse/sync');

const first = '0x' + '9f'.repeat(32);
const second = '0x' + '3c'.repeat(32);
const rows = parse(`time,tx,price\n1735689600,${first},93576.12\n1735689660,${second},93580.5\n`, { columns: true, cast: true });
for (const row of rows) {
  console.log(JSON.stringify(row));
}
console.log('trades by hash: ' + new Set(rows.map((row) => row.tx)).size);
JS
seen=$(TZ=UTC node program.cjs) || true

expected=$(cat <<'TEXT'
{"time":1735689600,"tx":0,"price":93576.12}
{"time":1735689660,"tx":0,"price":93580.5}
trades by hash: 1
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: csv-parse@7.0.3 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
