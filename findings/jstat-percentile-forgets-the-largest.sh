#!/usr/bin/env bash
# jStat's percentile does not interpolate towards the largest value.
#
# One would expect a 95 % percentile between the largest and the second largest of few values, since the function
# interpolates linearly everywhere else.
# What happens: whenever the place lies between the last two values, the answer is the second largest. Of the losses
# 1, 2, 3, 4 and 10 the 95 % percentile is 4, where the rule that holds further down gives 8.8.
# Why it matters: value at risk is this percentile of losses, and the largest loss is what it is about. With 20 and
# fewer observations it is left out altogether, and the error has the comfortable sign.
#
# Version: jstat 1.9.6 (npm). Output seen: the lines in `expected` below.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix "$dir" --ignore-scripts --no-audit --no-fund --silent jstat@1.9.6 >/dev/null

cat > program.cjs <<'JS'
const { jStat } = require('jstat');

const linear = (values, share) => {
  const place = share * (values.length - 1);
  const below = Math.min(Math.floor(place), values.length - 2);
  return values[below] + (place - below) * (values[below + 1] - values[below]);
};
const losses = [1, 2, 3, 4, 10];
for (const share of [0.1, 0.5, 0.7, 0.8, 0.9, 0.95, 1]) {
  console.log(`${share}: jStat ${jStat.percentile(losses, share).toFixed(2)}, linear ${linear(losses, share).toFixed(2)}`);
}
JS
seen=$(TZ=UTC node program.cjs) || true

expected=$(cat <<'TEXT'
0.1: jStat 1.40, linear 1.40
0.5: jStat 3.00, linear 3.00
0.7: jStat 3.80, linear 3.80
0.8: jStat 4.00, linear 5.20
0.9: jStat 4.00, linear 7.60
0.95: jStat 4.00, linear 8.80
1: jStat 10.00, linear 10.00
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: jstat@1.9.6 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
