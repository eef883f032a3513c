#!/usr/bin/env bash
# technicalindicators' crossUp reports a cross on the first bar, where nothing can have crossed.
#
# One would expect false on the first bar, as a cross needs a bar before it.
# What happens: when the first line starts above the second, the first value is true, wherever the window starts. A
# real cross further on is found as expected.
# Why it matters: live programs call it on the newest n candles, and back-tests on slices or walk-forward folds. Each
# window that begins in an upward trend begins with a buy that the chart does not show.
#
# Version: technicalindicators 3.1.0 (npm). Output seen: the lines in `expected` below.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix "$dir" --ignore-scripts --no-audit --no-fund --silent technicalindicators@3.1.0 >/dev/null

cat > program.cjs <<'JS'
const { crossUp } = require('technicalindicators');

const fast = [5, 6, 7, 3, 5];
const slow = [4, 4, 4, 4, 4];
for (const from of [0, 1, 2]) {
  console.log('window from bar ' + from + ': ' + JSON.stringify(crossUp({ lineA: fast.slice(from), lineB: slow.slice(from) })));
}
JS
seen=$(TZ=UTC node program.cjs) || true

expected=$(cat <<'TEXT'
window from bar 0: [true,false,false,false,true]
window from bar 1: [true,false,false,true]
window from bar 2: [true,false,true]
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: technicalindicators@3.1.0 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
