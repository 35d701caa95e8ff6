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

# facts_of POD.json: what the kubelet needs of it, as shell variables. hostPorts are in the form in which the CRI hands them to portmap;
# a pod on the node's network has none.
facts_of() {
  jq -r '.spec.containers[0] as $container | (.spec.hostNetwork == true) as $host | @sh "
    pod_name=\(.metadata.namespace)/\(.metadata.name) host_network=\($host) image=\($container.image) container_name=\($container.name)
    command=(\($container.command)) probe_port=\($container.readinessProbe.tcpSocket.port // "")
    restarts=\(.status.containerStatuses[0].restartCount // -1 | . + 1)
    mappings=\(if $host then [] else [.spec.containers[].ports[]? | select(.hostPort)
      | {hostPort, containerPort, protocol: ((.protocol // "TCP") | ascii_downcase)}] end | tojson)"' "$1"
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
  local pod=$1 netns='' ip=$NODE_IP sandbox container ready=false
  local pod_name host_network image container_name command probe_port restarts mappings
  eval "$(facts_of "$pod")"
  sandbox=$(new_id)
  container=$(new_id)
  if [ "$host_network" = false ]; then
    netns=$(new_netns)
    ip=$(cni_add "$sandbox" "$netns" "$mappings")
    echo "$netns" >"$STATE/netns/$sandbox"
  fi
  record "$sandbox" registry.k8s.io/pause:3.7 "$pod_name" sandbox ''
  task "$sandbox" "$netns" /bin/busybox sleep infinity
  record "$container" "$image" "$pod_name" container "$container_name"
  POD_IP=$ip POD_NAME=${pod_name##*/} task "$container" "$netns" "${command[@]}"
  if [ -z "$probe_port" ] || ready "$container" "$netns" "$probe_port"; then ready=true; fi
  alive "$container" || delete_task "$container"
  write_status "$pod" "$ip" "$sandbox" "$container" "$ready" "$restarts"
}

# tear_down POD.json: the sandbox goes the orderly way, with CNI DEL.
tear_down() {
  local key sandbox netns id
  local pod_name host_network image container_name command probe_port restarts mappings
  eval "$(facts_of "$1")"
  key=$(basename "$1" .json)
  sandbox=$(cat "$STATE/sandboxes/$key")
  for id in $(grep -lF "\"io.kubernetes.pod.name\": \"${pod_name##*/}\"" "$STATE"/containers/* | xargs -r -n1 basename); do
    [ ! -e "$STATE/tasks/$id" ] || { kill_task "$id"; delete_task "$id"; }
    delete_container "$id"
  done
  if [ -e "$STATE/netns/$sandbox" ]; then
    netns=$(cat "$STATE/netns/$sandbox")
    cni_del "$sandbox" "$netns" "$mappings"
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
