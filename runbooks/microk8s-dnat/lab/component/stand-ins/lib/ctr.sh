#!/bin/bash
# Part of the stand-in `microk8s`: `microk8s ctr`, namespace k8s.io. The tables are those of containerd's ctr 1.6.
# shellcheck disable=SC2154 # STATE comes from microk8s

list_containers() {
  local id
  if [ "${1:-}" = -q ]; then containers; return; fi
  printf '%-67s%-34s%s\n' CONTAINER IMAGE RUNTIME
  for id in $(containers); do
    printf '%-67s%-34s%s\n' "$id" "$(sed -n 's/.*"Image": "\([^"]*\)".*/\1/p' "$STATE/containers/$id")" io.containerd.runc.v2
  done
}

list_tasks() {
  local id pid status
  if [ "${1:-}" = -q ]; then tasks; return; fi
  printf '%-68s%-9s%s\n' TASK PID STATUS
  for id in $(tasks); do
    read -r pid status <"$STATE/tasks/$id"
    printf '%-68s%-9s%s\n' "$id" "$pid" "$status"
  done
}

# containerd stopped: ctr waits for the socket, then gives up. The stand-in gives up at once.
exit_if_no_containerd() {
  stopped || return 0
  echo 'ctr: failed to dial "/var/snap/microk8s/common/run/containerd.sock": context deadline exceeded: connection error' >&2
  exit 1
}

info() {
  [ -e "$STATE/containers/$1" ] || { echo "ctr: container \"$1\" in namespace \"k8s.io\": not found" >&2; exit 1; }
  jq . "$STATE/containers/$1"
}

# Both words have short forms: c, container, t, task, list.
do_ctr() {
  if [ "${1:-} ${2:-}" = '-n k8s.io' ] || [ "${1:-} ${2:-}" = '--namespace k8s.io' ]; then shift 2; fi
  local what=${1:-} verb=${2:-}
  case "$what/$verb/${3:-}/$#" in
    c/ls//2 | container/ls//2 | containers/ls//2 | c/list//2 | container/list//2 | containers/list//2) exit_if_no_containerd; list_containers ;;
    c/ls/-q/3 | container/ls/-q/3 | containers/ls/-q/3 | c/list/-q/3 | container/list/-q/3 | containers/list/-q/3) exit_if_no_containerd; list_containers -q ;;
    t/ls//2 | task/ls//2 | tasks/ls//2 | t/list//2 | task/list//2 | tasks/list//2) exit_if_no_containerd; list_tasks ;;
    t/ls/-q/3 | task/ls/-q/3 | tasks/ls/-q/3 | t/list/-q/3 | task/list/-q/3 | tasks/list/-q/3) exit_if_no_containerd; list_tasks -q ;;
    version///1) exit_if_no_containerd; printf 'Client:\n  Version:  1.6.36 (stand-in)\n\nServer:\n  Version:  1.6.36 (stand-in)\n' ;;
    c/info/*/3 | container/info/*/3 | containers/info/*/3) exit_if_no_containerd; info "$3" ;;
    *) unknown ctr "$@" ;;
  esac
}
