#!/usr/bin/env bash
# technicalindicators calls a candle a doji by its price, not by its range.
#
# One would expect a doji to be a candle whose body is small against its own height.
# What happens: open and close count as equal when they differ by up to a tenth of a per cent of the price. A
# minute of Bitcoin that rises 50 dollars without a single tick back is a doji, and a marubozu, its opposite, at the
# same time; a candle whose body is a hundredth of its height is none.
# Why it matters: nearly every minute candle of a major pair moves less than that, so a strategy on dojis enters
# on each of them, while the same strategy finds few on volatile coins or days.
#
# Version: technicalindicators 3.1.0 (npm). Output seen: the lines in `expected` below.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix "$dir" --ignore-scripts --no-audit --no-fund --silent technicalindicators@3.1.0 >/dev/null

cat > program.cjs <<'JS'
const { doji, bullishmarubozu } = require('technicalindicators');

const candle = (open, high, low, close) => ({ open: [open], high: [high], low: [low], close: [close] });
for (const [name, one] of [
  ['minute of BTC, all body, 60000 to 60050', candle(60000, 60050, 60000, 60050)],
  ['hour of SHIB, 1 % of its range is body  ', candle(0.00001, 0.000012, 0.000008, 0.00001004)],
  ['textbook, open equals close             ', candle(100, 110, 90, 100)],
]) {
  console.log(name + ' doji ' + doji(one) + ', marubozu ' + bullishmarubozu(one));
}
JS
seen=$(TZ=UTC node program.cjs) || true

expected=$(cat <<'TEXT'
minute of BTC, all body, 60000 to 60050 doji true, marubozu true
hour of SHIB, 1 % of its range is body   doji false, marubozu false
textbook, open equals close              doji true, marubozu false
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: technicalindicators@3.1.0 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
