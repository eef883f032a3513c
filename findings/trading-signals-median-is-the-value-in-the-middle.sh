#!/usr/bin/env bash
# trading-signals' getMedian answers the value that stands in the middle of the list, sorted or not.
#
# One would expect the median not to depend on the order of the values, as getQuartile of the same library does not.
# What happens: getMedian does not sort. The same five profits have a median of 5 or 9, by the order of the
# trades, and it may lie above the upper quartile. Neither the types nor the documentation ask for sorted values.
# Why it matters: profits, holding times and spreads come in the order of time. Their "median" is then one
# trade picked from the middle of the period, which looks plausible.
#
# Version: trading-signals 8.3.0 (npm). Output seen: the lines in `expected` below.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix "$dir" --ignore-scripts --no-audit --no-fund --silent trading-signals@8.3.0 >/dev/null

cat > program.cjs <<'JS'
const { getMedian, getQuartile } = require('trading-signals');

for (const profits of [[1, 2, 5, 7, 9], [5, 1, 9, 2, 7], [9, 7, 5, 2, 1]]) {
  console.log(`${profits}: median ${getMedian(profits)}, upper quartile ${getQuartile(profits, 0.75)}`);
}
JS
seen=$(TZ=UTC node program.cjs) || true

expected=$(cat <<'TEXT'
1,2,5,7,9: median 5, upper quartile 8
5,1,9,2,7: median 9, upper quartile 8
9,7,5,2,1: median 5, upper quartile 8
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: trading-signals@8.3.0 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
