#!/usr/bin/env bash
# Says whether a process of Trainyard is ready: health_check.sh [options]
#
#   --url URL      what to ask; default: http://127.0.0.1:PORT/actuator/health/readiness
#   --port PORT    default: SERVER_PORT, or 8000
#   --worker N     the process of trainyard-worker@N: its port is TRAINYARD_WORKER_PORTS (default 8100) plus N
#   --wait SECONDS asks again for so long; default 0
#   --pid PID      waits no longer when this process has ended
#   --help
#
# It ends with 0 when the process is ready, also with a degraded server, and with 69 when it is not. SERVER_SSL_BUNDLE makes it ask
# by https. A public address needs --url, or TRAINYARD_HEALTH_URL.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

url=${TRAINYARD_HEALTH_URL:-} port=${SERVER_PORT:-8000} wait=0 pid=
while [ $# -gt 0 ]; do
  case $1 in
    --help) usage && exit ;;
    --url) url=$(value_of "$@"); shift 2 ;;
    --port) port=$(value_of "$@"); shift 2 ;;
    --worker) number=$(value_of "$@"); port=$((${TRAINYARD_WORKER_PORTS:-8100} + number)); url=; shift 2 ;;
    --wait) wait=$(value_of "$@"); shift 2 ;;
    --pid) pid=$(value_of "$@"); shift 2 ;;
    *) misused "unknown option $1." ;;
  esac
done
for number in "$port" "$wait" "${pid:-0}"; do
  case $number in
    '' | *[!0-9]*) misused "'$number' is no whole number." ;;
  esac
done
require_program curl "the package curl"

# A process that is to be asked on this machine may have a certificate with the name that the world knows
trust=()
if [ -z "$url" ]; then
  scheme=http
  if [ -n "${SERVER_SSL_BUNDLE:-}" ]; then
    scheme=https
    trust=(--insecure)
  fi
  url=$scheme://127.0.0.1:$port/actuator/health/readiness
fi

end=$((SECONDS + wait))
while :; do
  status=$(curl -s -o /dev/null -w '%{http_code}' --noproxy '*' --max-time 5 "${trust[@]}" "$url" || :)
  if [ "$status" = 200 ]; then
    say "$url is ready"
    exit
  fi
  if [ -n "$pid" ] && ! kill -0 "$pid" 2> /dev/null; then
    refuse "process $pid has ended before it was ready: read its log" 69
  fi
  [ "$SECONDS" -lt "$end" ] || break
  sleep 1
done
case $status in
  000) refuse "nothing answers at $url: read the log of the process" 69 ;;
  *) refuse "$url answers $status: it says what is missing" 69 ;;
esac
