#!/usr/bin/env bash
# Deploys this release to a server over SSH, and goes back when it does not run: deploy_to_server.sh HOST [options]
#
#   --jar FILE      default: trainyard.jar in the directory of --from, or in its target/
#   --from DIR      directory with ops/, routes/ and config/; default: the one that this script belongs to
#   --release NAME  default: a name made of the content
#   --ssh COMMAND   default: ssh
#   --sudo COMMAND  what makes the user on the server root; default: sudo -n, and nothing for root@HOST
#   --wait SECONDS  how long each process may take until it is ready; default 90
#   --root DIR      the installation on the server is below this directory
#   --dry-run       looks whether the server is fit, and says what it would do
#   --help
#
# Routes are checked with the new jar and the settings of the server before anything is changed there. Then the database is migrated, and
# one process after the other is restarted. When one does not become ready, all go back to the former release. Interrupted anywhere, run
# it again: it goes on where it stopped.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

host='' from=$(readlink -f "$scripts/../..") jar='' name='' ssh=ssh sudo='' wait=90 has_sudo=''
while [ $# -gt 0 ]; do
  case $1 in
    --help) usage && exit ;;
    --jar) jar=$(value_of "$@"); shift 2 ;;
    --from) from=$(value_of "$@"); shift 2 ;;
    --release) name=$(value_of "$@"); shift 2 ;;
    --ssh) ssh=$(value_of "$@"); shift 2 ;;
    --sudo) sudo=${2:-}; has_sudo=yes; shift 2 ;;
    --wait) wait=$(value_of "$@"); shift 2 ;;
    --root) root=$(value_of "$@"); shift 2 ;;
    --dry-run) dry_run=yes && shift ;;
    -*) misused "unknown option $1." ;;
    *)
      [ -z "$host" ] || misused "name one host."
      host=$1 && shift
      ;;
  esac
done
[ -n "$host" ] || misused "name a host."
set_places
if [ -z "$has_sudo" ]; then
  case $host in
    root@*) ;;
    *) sudo="sudo -n" ;;
  esac
fi
if [ -z "$jar" ]; then
  jar=$from/trainyard.jar
  [ -f "$jar" ] || jar=$from/target/trainyard.jar
fi
[ -f "$jar" ] || refuse "there is no $jar: build it with \"mvn package\", or name it with --jar." 66

# One archive, the same for the same content, so that an upload that has arrived is known again
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/bundle"
ln "$(readlink -f "$jar")" "$work/bundle/trainyard.jar" 2> /dev/null || cp "$jar" "$work/bundle/trainyard.jar"
cp -R "$from/ops" "$from/routes" "$from/config" "$work/bundle/"
tar -C "$work/bundle" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$work/bundle.tar" .
sum=$(sha256sum < "$work/bundle.tar" | cut -c1-64)
size=$(($(stat -c %s "$work/bundle.tar") / 1024))
name=${name:-${sum:0:12}}

# For any shell: the one of the user on the server need not be bash
quoted() {
  printf "'%s'" "${1//\'/\'\\\'\'}"
}

# The status of ssh itself is 255
remote() {
  local status=0
  # shellcheck disable=SC2086 # a command with its words
  $ssh "$host" "$sudo bash -c $(quoted "$1")" || status=$?
  [ "$status" != 255 ] || refuse "$host cannot be reached, or the connection broke: run this again, it goes on where it stopped." 69
  return "$status"
}

say "$host: is it fit?"
remote "$(declare -f existing)
set -eu
complain() { echo \"$host: \$1\" >&2; exit \"\$2\"; }
[ -n '$root' ] || [ \"\$(id -u)\" = 0 ] || complain 'the user is not root there: name what makes it so with --sudo.' 77
for tool in tar curl flock sha256sum awk; do
  command -v \$tool > /dev/null || complain \"there is no \$tool: install it.\" 69
done
command -v \"\${JAVA_HOME:+\$JAVA_HOME/bin/}java\" > /dev/null || complain 'there is no java: install a JDK of version 17 or later.' 69
version=\$(\"\${JAVA_HOME:+\$JAVA_HOME/bin/}java\" -version 2>&1 | sed -n 's/.* version \"\\([0-9]*\\).*/\\1/p' | head -1)
[ \"\${version:-0}\" -ge 17 ] || complain \"java has version \$version: install a JDK of version 17 or later.\" 69
free=\$(df -Pk \"\$(existing '$base')\" | awk 'NR == 2 { print \$4 }')
[ \"\$free\" -ge $((size * 4)) ] || complain \"the disk of $base has \$((free / 1024)) MB left, and $((size * 4 / 1024)) MB are needed: make room.\" 73
" || refuse "$host is not fit, for the reason above. Nothing was changed." $?
if [ -n "$dry_run" ]; then
  echo "would upload $((size / 1024)) MB to $base/incoming as release $name, check its routes there, migrate, and restart process by process"
  exit
fi

incoming=$base/incoming/$name
there=
[ -z "$root" ] || there="--root $(quoted "$root")"
if remote "[ -f '$incoming.tar' ] && [ \"\$(sha256sum < '$incoming.tar' | cut -c1-64)\" = $sum ]"; then
  say "$host: the release $name has been uploaded before"
else
  say "$host: the release $name is uploaded, $((size / 1024)) MB"
  remote "mkdir -p '$base/incoming' && cat > '$incoming.tar.part' && [ \"\$(sha256sum < '$incoming.tar.part' | cut -c1-64)\" = $sum ] \
&& mv '$incoming.tar.part' '$incoming.tar'" < "$work/bundle.tar" \
    || refuse "$host: the upload did not arrive whole: is the disk full? Nothing was changed. Run this again." 74
fi

say "$host: the routes are checked with the new jar"
remote "set -e
rm -rf '$incoming' && mkdir -p '$incoming' && tar -xf '$incoming.tar' -C '$incoming'
bash '$incoming/ops/scripts/install.sh' --no-activate --from '$incoming' --release '$name' $there < /dev/null" \
  || refuse "$host: the release $name was not installed, for the reason above; what runs there goes on." $?

status=0
remote "bash '$releases/$name/scripts/activate.sh' '$name' --wait '$wait' $there < /dev/null" || status=$?
case $status in
  0) ;;
  1) refuse "$host: the release $name did not become ready, and the former one runs again." 1 ;;
  *) refuse "$host: the release $name is not active, for the reason above." "$status" ;;
esac
remote "rm -rf '$base/incoming'" || :
say "$host: the release $name is active"
