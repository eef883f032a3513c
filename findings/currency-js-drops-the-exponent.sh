#!/usr/bin/env bash
# currency.js reads the amount 1E+3 as 13.
#
# One would expect scientific notation in a string to be understood, as Number() does, or to be refused.
# What happens: the letter and the sign are thrown away as if they were a currency symbol, and the digits of the
# exponent join those of the amount: 1E+3 is 13, 1.5E+2 is 1.52. The same amount as a number is right.
# Why it matters: this is where two libraries meet. Java's BigDecimal prints 1E+3 and 1.5E+2 for amounts whose trailing
# zeros were stripped, and JSON APIs send amounts as strings so that nothing is lost on the way.
#
# Version: currency.js 2.0.4 (npm). Output seen: the lines in `expected` below.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix "$dir" --ignore-scripts --no-audit --no-fund --silent currency.js@2.0.4 >/dev/null

cat > program.cjs <<'JS'
const currency = require('currency.js');

for (const text of ['1000', '1E+3', '1.5E+2', '2.5e3']) {
  console.log(text + ' -> ' + currency(text, { precision: 8 }).value + ', as a number ' + currency(Number(text), { precision: 8 }).value);
}
JS
seen=$(TZ=UTC node program.cjs) || true

expected=$(cat <<'TEXT'
1000 -> 1000, as a number 1000
1E+3 -> 13, as a number 1000
1.5E+2 -> 1.52, as a number 150
2.5e3 -> 2.53, as a number 2500
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: currency.js@2.0.4 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
