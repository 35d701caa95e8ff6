#!/bin/bash
# Part of the stand-in `microk8s`: what the kubelet does with the pods of its DaemonSets, whose real JSON lies in workload/.
# shellcheck disable=SC2154 # STATE comes from microk8s

NODE_IP=$(ip -4 -o address show dev eth0 | sed -n 's/.* inet \([0-9.]*\).*/\1/p')

# pod_of DAEMONSET.json: the Pod object that the API server would hold, without status.
pod_of() {
  jq --arg node "$(hostname)" --arg suffix "$(new_id | head -c5)" --arg uid "$(cat /proc/sys/kernel/random/uuid)" '{
    apiVersion: "v1", kind: "Pod",
    metadata: {name: "\(.metadata.name)-\($suffix)", namespace: .metadata.namespace, uid: $uid, labels: .spec.template.metadata.labels,
      ownerReferences: [{apiVersion: "apps/v1", kind: "DaemonSet", name: .metadata.name, controller: true}]},
    spec: (.spec.template.spec + {nodeName: $node} | if .hostNetwork then . else del(.hostNetwork) end)}' "$1"
}

# mappings POD.json: hostPorts as the CRI hands them to portmap. A pod on the node's network has none.
mappings() {
  jq -c 'if .spec.hostNetwork then [] else
    [.spec.containers[].ports[]? | select(.hostPort) | {hostPort, containerPort, protocol: ((.protocol // "TCP") | ascii_downcase)}] end' "$1"
}

# ready ID NETNS PORT: the readiness probe, until it holds or the container has ended.
ready() {
  local tries enter=()
  [ -z "$2" ] || enter=(nsenter "--net=$2" --)
  for ((tries = 0; tries < 100; tries++)); do
    alive "$1" || return 1
    "${enter[@]}" bash -c "exec 3<>/dev/tcp/127.0.0.1/$3" 2>/dev/null && return 0
    sleep 0.02
  done
  return 1
}

# new_netns: the path of a network namespace such as containerd makes.
new_netns() {
  local name
  name=cni-$(cat /proc/sys/kernel/random/uuid)
  ip netns add "$name"
  ip -n "$name" link set lo up
  echo "/run/netns/$name"
}

# write_status POD.json IP SANDBOX CONTAINER READY RESTARTS
write_status() {
  local now
  now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  jq --arg ip "$2" --arg host "$NODE_IP" --arg container "containerd://$4" --argjson ready "$5" --argjson restarts "$6" --arg now "$now" '
    (if $ready then {running: {startedAt: $now}} else {waiting: {reason: "CrashLoopBackOff"}} end) as $state
    | .status = {phase: "Running", hostIP: $host, podIP: $ip, podIPs: [{ip: $ip}], startTime: $now,
      conditions: [{type: "Ready", status: (if $ready then "True" else "False" end)}, {type: "PodScheduled", status: "True"}],
      containerStatuses: [{name: .spec.containers[0].name, image: .spec.containers[0].image, ready: $ready, restartCount: $restarts,
        containerID: $container, state: $state}]}' "$1" >"$1.new"
  mv "$1.new" "$1"
  echo "$3" >"$STATE/sandboxes/$(basename "$1" .json)"
}

# run_pod POD.json: a new sandbox, the network, the container.
run_pod() {
  local pod=$1 netns='' ip=$NODE_IP sandbox container ready=false port command name restarts
  name=$(jq -r '"\(.metadata.namespace)/\(.metadata.name)"' "$pod")
  sandbox=$(new_id)
  container=$(new_id)
  if [ "$(jq '.spec.hostNetwork == true' "$pod")" = false ]; then
    netns=$(new_netns)
    ip=$(cni_add "$sandbox" "$netns" "$(mappings "$pod")")
    echo "$netns" >"$STATE/netns/$sandbox"
  fi
  record "$sandbox" registry.k8s.io/pause:3.7 "$name" sandbox ''
  task "$sandbox" "$netns" /bin/busybox sleep infinity
  record "$container" "$(jq -r '.spec.containers[0].image' "$pod")" "$name" container "$(jq -r '.spec.containers[0].name' "$pod")"
  mapfile -t command < <(jq -r '.spec.containers[0].command[]' "$pod")
  POD_IP=$ip POD_NAME=${name##*/} task "$container" "$netns" "${command[@]}"
  port=$(jq -r '.spec.containers[0].readinessProbe.tcpSocket.port // empty' "$pod")
  if [ -z "$port" ] || ready "$container" "$netns" "$port"; then ready=true; fi
  alive "$container" || delete_task "$container"
  restarts=$(jq '.status.containerStatuses[0].restartCount // -1 | . + 1' "$pod")
  write_status "$pod" "$ip" "$sandbox" "$container" "$ready" "$restarts"
}

# tear_down POD.json: the sandbox goes the orderly way, with CNI DEL.
tear_down() {
  local key sandbox netns id name
  key=$(basename "$1" .json)
  name=$(jq -r .metadata.name "$1")
  sandbox=$(cat "$STATE/sandboxes/$key")
  for id in $(containers); do
    [ "$(jq -r '.Labels["io.kubernetes.pod.name"]' "$STATE/containers/$id")" = "$name" ] || continue
    [ ! -e "$STATE/tasks/$id" ] || { kill_task "$id"; delete_task "$id"; }
    delete_container "$id"
  done
  if [ -e "$STATE/netns/$sandbox" ]; then
    netns=$(cat "$STATE/netns/$sandbox")
    cni_del "$sandbox" "$netns" "$(mappings "$1")"
    ip netns del "${netns##*/}"
    rm -f "$STATE/netns/$sandbox"
  fi
  rm -f "$STATE/sandboxes/$key"
}

delete_pod() { tear_down "$1"; rm -f "$1"; }

# sandbox_lives POD.json: its record is there and its task runs.
sandbox_lives() {
  local key
  key=$STATE/sandboxes/$(basename "$1" .json)
  [ -e "$key" ] && alive "$(cat "$key")"
}

# sync_pods: every DaemonSet has its pod, every pod a sandbox that lives; one whose record is left is torn down first. What has no DaemonSet any more is forgotten.
sync_pods() {
  local set name pod
  for pod in "$STATE"/pods/*.json; do
    [ -e "$pod" ] || continue
    [ -e "$STATE/workload/$(basename "$pod")" ] || rm -f "$pod"
  done
  for set in "$STATE"/workload/*.json; do
    [ -e "$set" ] || continue
    name=$(basename "$set")
    pod=$STATE/pods/$name
    [ -e "$pod" ] || pod_of "$set" >"$pod"
    sandbox_lives "$pod" && continue
    [ ! -e "$STATE/sandboxes/${name%.json}" ] || tear_down "$pod"
    run_pod "$pod"
  done
}
