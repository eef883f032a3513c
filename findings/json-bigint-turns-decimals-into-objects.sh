#!/usr/bin/env bash
# json-bigint returns a decimal as an object or as a number by how many characters it has.
#
# One would expect a library for large integers to leave decimals alone, so that a field has one type.
# What happens: every number of more than 15 characters, point included, becomes a BigNumber. A double printed in full,
# such as 2.355714285714286, is one; 2.5 in the next row is a number. Adding 1 to it joins text.
# Why it matters: indicators and profits that Java, Python or JavaScript print have 15 to 17 digits, so most rows
# give objects and the round ones numbers. Sums become long strings, and charts get gaps, on some bars only.
#
# Version: json-bigint 1.0.0 (npm). Output seen: the lines in `expected` below.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix "$dir" --ignore-scripts --no-audit --no-fund --silent json-bigint@1.0.0 bignumber.js@9.3.1 >/dev/null

cat > program.cjs <<'JS'
const parse = require('json-bigint').parse;

for (const text of ['{"atr":2.5}', '{"atr":2.355714285714286}', '{"atr":0.12345678901234}', '{"atr":0.1234567890123}']) {
  const { atr } = parse(text);
  console.log(text + ' ' + atr.constructor.name + ', plus 1 = ' + JSON.stringify(atr + 1));
}
JS
seen=$(TZ=UTC node program.cjs) || true

expected=$(cat <<'TEXT'
{"atr":2.5} Number, plus 1 = 3.5
{"atr":2.355714285714286} BigNumber, plus 1 = "2.3557142857142861"
{"atr":0.12345678901234} BigNumber, plus 1 = "0.123456789012341"
{"atr":0.1234567890123} Number, plus 1 = 1.1234567890123
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: json-bigint@1.0.0 bignumber.js@9.3.1 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
