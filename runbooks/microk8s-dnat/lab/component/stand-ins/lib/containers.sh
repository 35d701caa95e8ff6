#!/bin/bash
# Part of the stand-in `microk8s`: the records that containerd keeps (containers, tasks) and the processes behind them.
# shellcheck disable=SC2154 # STATE and NETNS_AFTER_STOP come from microk8s

new_id() { head -c32 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

# record ID IMAGE POD KIND NAME: a container as `ctr containers info` would tell of it.
record() {
  local name=''
  [ -z "$5" ] || name=", \"io.kubernetes.container.name\": \"$5\""
  cat >"$STATE/containers/$1" <<RECORD
{"ID": "$1", "Image": "$2", "Runtime": {"Name": "io.containerd.runc.v2"},
 "Labels": {"io.cri-containerd.kind": "$4", "io.kubernetes.pod.name": "${3##*/}", "io.kubernetes.pod.namespace": "${3%%/*}"$name}}
RECORD
}

# task ID NETNS COMMAND…: a process in a session of its own, outliving whoever started it. NETNS "" is the node's.
task() {
  local id=$1 netns=$2 enter=()
  shift 2
  [ -z "$netns" ] || enter=(nsenter "--net=$netns" --)
  setsid "${enter[@]}" "$@" </dev/null >/dev/null 2>&1 &
  echo "$! RUNNING" >"$STATE/tasks/$id"
}

task_pid() { cut -d' ' -f1 "$STATE/tasks/$1"; }
alive() { [ -e "$STATE/tasks/$1" ] && kill -0 "$(task_pid "$1")" 2>/dev/null; }

# A container's processes are its session. SIGKILL, and gone before this returns.
kill_task() {
  local pid
  pid=$(task_pid "$1")
  kill -KILL -- "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null || true
  while [ -e "/proc/$pid" ] && ! grep -qs '^State:.*zombie' "/proc/$pid/status"; do sleep 0.01; done
  echo "$pid STOPPED" >"$STATE/tasks/$1"
}

delete_task() { rm -f "$STATE/tasks/$1"; }
delete_container() { rm -f "$STATE/containers/$1"; }

tasks() { ls "$STATE/tasks"; }
containers() { ls "$STATE/containers"; }

# remove_all_containers: tasks killed and deleted, records deleted. No StopPodSandbox, so no CNI DEL: that is the fault.
# What is left of the network namespaces differs: still there and owning their addresses, or gone. Both were seen.
# RECORDS_AFTER_STOP=kept is what stop did before #4755: it killed the shims, the records stayed.
remove_all_containers() {
  local id
  for id in $(tasks); do kill_task "$id"; delete_task "$id"; done
  [ "$RECORDS_AFTER_STOP" = removed ] || return 0
  for id in $(containers); do delete_container "$id"; done
  rm -f "$STATE"/sandboxes/* "$STATE"/netns/*
  [ "$NETNS_AFTER_STOP" = gone ] || return 0
  for id in $(ip netns list | sed -n 's/^\(cni-[^ ]*\).*/\1/p'); do ip netns del "$id"; done
}
