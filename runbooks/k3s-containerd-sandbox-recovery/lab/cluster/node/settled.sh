#!/bin/bash
# settled.sh SECONDS: until the cluster is what it will stay: every pod Ready in containers that really run now, DNS at the addresses of its
# pods, and the rules at rest. After a restart the API server tells of the old pods for a while; the ids of their containers give them away.
# Controllers wait for their lease, and static pods restart each other, so all of it must hold twice, two seconds apart.
set -euo pipefail
deadline=$((SECONDS + $1))

get() { kubectl --request-timeout=3s get "$@"; }

# Says what there is, or fails while something is on its way.
state() {
  local pods running addresses
  pods=$(get pods -A -o jsonpath='{range .items[*].status.containerStatuses[*]}{.ready} {.containerID}{"\n"}{end}') || return 1
  running=$(ctr -n k8s.io tasks ls | awk '$3 == "RUNNING" { print "true containerd://" $1 }')
  [ -n "$pods" ] && ! grep -vxFf <(echo "$running") <<<"$pods" >/dev/null || return 1
  [ -z "$(get daemonsets -A -o jsonpath='{range .items[?(@.status.numberReady==0)]}x{end}')" ] || return 1
  addresses=$(get pods -n kube-system -l k8s-app=kube-dns -o jsonpath='{range .items[*]}{.status.podIP}{"\n"}{end}' | sort)
  [ "$addresses" = "$(get endpoints -n kube-system kube-dns -o jsonpath='{range .subsets[*].addresses[*]}{.ip}{"\n"}{end}' | sort)" ] || return 1
  echo "$pods"
  iptables-legacy-save | sed '/^#/d; s/ \[.*//'
  iptables-nft-save | sed '/^#/d; s/ \[.*//'
}

until before=$(state 2>/dev/null) && sleep 2 && [ "$before" = "$(state 2>/dev/null)" ]; do
  [ "$SECONDS" -lt "$deadline" ] || { get pods -A >&2; exit 1; }
  sleep 0.3
done
