#!/bin/bash
# settled.sh SECONDS: until every pod is Ready in containers that really run now. After a restart the API server tells of the old ones for
# a while; their ids are what gives them away. Static pods restart each other for a moment, so it must hold twice, two seconds apart.
set -euo pipefail
deadline=$((SECONDS + $1))
ended='{range .items[*]}{range .status.containerStatuses[*]}{.ready} {.containerID}{"\n"}{end}{end}'

running() {
  local pods tasks
  pods=$(kubectl --request-timeout=3s get pods -A -o jsonpath="$ended") || return 1
  tasks=$(ctr -n k8s.io tasks ls | awk '$3 == "RUNNING" { print "true containerd://" $1 }')
  [ -n "$pods" ] && ! grep -vxFf <(echo "$tasks") <<<"$pods" >/dev/null || return 1
  ids=$(sort <<<"$pods")
}

wanted() { [ -z "$(kubectl --request-timeout=3s get daemonsets -A -o jsonpath='{range .items[?(@.status.numberReady==0)]}x{end}')" ]; }

until running 2>/dev/null && wanted 2>/dev/null && before=$ids && sleep 2 && running 2>/dev/null && [ "$ids" = "$before" ]; do
  [ "$SECONDS" -lt "$deadline" ] || { kubectl get pods -A >&2; exit 1; }
  sleep 0.3
done
