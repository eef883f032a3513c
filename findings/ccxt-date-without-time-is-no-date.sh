#!/usr/bin/env bash
# ccxt's parse8601 reads a date without a time as undefined, and fetchOHLCV then has no start.
#
# One would expect '2024-01-01', a complete ISO 8601 date, to be midnight UTC, as a time without a zone is.
# What happens: the answer is undefined, without an error. `since` is optional in fetchOHLCV, so the request goes
# out without a start, and the exchange answers with its newest candles. (The request is shown by a stub; nothing
# is sent.)
# Why it matters: the usual download loop is `since = exchange.parse8601(argument)`. With a plain date it gets
# the last hours in place of the year that was asked for, and the candles look fine.
#
# Version: ccxt 4.5.84 (npm). Output seen: the lines in `expected` below.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix "$dir" --ignore-scripts --no-audit --no-fund --silent ccxt@4.5.84 >/dev/null

cat > program.cjs <<'JS'
const ccxt = require('ccxt');

const exchange = new ccxt.binance();
exchange.markets_by_id = {};
const market = { id: 'BTCUSDT', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', spot: true, type: 'spot',
  linear: undefined, inverse: undefined, contract: false, option: false, precision: {}, limits: {} };
exchange.setMarkets([market]);
exchange.fetch = async (url) => { console.log('  asked for ' + (new URL(url).searchParams.get('startTime') ?? 'no start')); return []; };

(async () => {
  for (const text of ['2024-01-01T00:00:00Z', '2024-01-01 00:00:00', '2024-01-01']) {
    const since = exchange.parse8601(text);
    console.log(text + ' -> ' + since);
    await exchange.fetchOHLCV('BTC/USDT', '1h', since, 10);
  }
})();
JS
seen=$(TZ=UTC node program.cjs) || true

expected=$(cat <<'TEXT'
2024-01-01T00:00:00Z -> 1704067200000
  asked for 1704067200000
2024-01-01 00:00:00 -> 1704067200000
  asked for 1704067200000
2024-01-01 -> undefined
  asked for no start
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: ccxt@4.5.84 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
