#!/usr/bin/env bash
# Builds the last commit twice, in two fresh clones at different places, and compares the jars and the package bit for bit:
# src/deb/reproduce.sh [options of Maven, but not -o: the list of parts is made online]
#
# It ends with 0 when they are the same, and otherwise with 1 and the names of the files that differ.
set -euo pipefail
umask 022
project=$(readlink -f "$(dirname "$0")/../..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
files=(trainyard.jar trainyard-server.jar trainyard-server.cdx.json licences.txt trainyard.deb)

build() {
  mkdir -p "$(dirname "$1")"
  git clone -q "$project" "$1"
  (cd "$1" && mvn -B -q -T1 "${@:2}" -Pserver package -Dmaven.test.skip)
  (cd "$1/target" && sha256sum "${files[@]}") > "$1.sums"
}

# Another path, another language and another time zone, which .mvn/jvm.config keeps away from what is built
TZ=America/St_Johns build "$work/one" "$@"
LC_ALL=C TZ=Asia/Tokyo build "$work/another-place/two" "$@"

git -C "$project" --no-pager log -1 --format='%H'
cat "$work/one.sums"
if ! diff "$work/one.sums" "$work/another-place/two.sums" > "$work/differences"; then
  echo "these differ in the second build:" >&2
  sed -n 's/^> //p' "$work/differences" >&2
  exit 1
fi
echo "both builds are the same"
