#!/usr/bin/env bash
# candlestick-convert makes candles whose open lies outside their own high and low.
#
# One would expect the open of a candle to be the price of its first trade, as all exchanges have it.
# What happens: batchTicksToCandle takes the close of the candle before as open, but high and low from the candle's
# own trades. After a jump the open is below the low or above the high, also across an hour without trades.
# Why it matters: validators refuse such candles (low <= open <= high), shadows of candle patterns become negative, and
# back-tests that enter at the open get a price at which nobody traded in that minute.
#
# Version: candlestick-convert 7.0.0 (npm). Output seen: the lines in `expected` below.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix "$dir" --ignore-scripts --no-audit --no-fund --silent candlestick-convert@7.0.0 >/dev/null

cat > program.cjs <<'JS'
const { batchTicksToCandle } = require('candlestick-convert');

const tick = (second, price) => ({ time: 1767225600000 + second * 1000, price, quantity: 1 });
const candles = batchTicksToCandle([tick(0, 100), tick(59, 101), tick(60, 105), tick(119, 104), tick(3600, 80), tick(3601, 81)], 60, true);
for (const { time, open, high, low, close } of candles) {
  const inside = low <= open && open <= high;
  console.log(`${new Date(time).toISOString().slice(11, 16)} open ${open} high ${high} low ${low} close ${close}: open inside the candle ${inside}`);
}
JS
seen=$(TZ=UTC node program.cjs) || true

expected=$(cat <<'TEXT'
00:00 open 100 high 101 low 100 close 101: open inside the candle true
00:01 open 101 high 105 low 104 close 104: open inside the candle false
01:00 open 104 high 81 low 80 close 81: open inside the candle false
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: candlestick-convert@7.0.0 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
