/** What is run on the machine of the engine and on the node to make a cluster, and to know that it is one. */

/**
 * `/opt/kubemend/cluster NAME [NODES]`: one more cluster on this engine, of a control plane and NODES - 1 workers.
 * A stock image brings kind's own network. Where there is none, the node brings a bridge, and portmap for hostPorts. The route: whoever asks for
 * a Service before kube-proxy has its rules is refused at once and asks again; unanswered, CoreDNS would wait for half a minute.
 */
export const cluster = `#!/bin/bash
set -euo pipefail
name=\${1:?usage: cluster NAME [NODES]} nodes=\${2:-1} image=$(cat /opt/kubemend/node-image)
own=false
case $image in kubemend/node:*) own=true ;; esac
ip route replace local 10.96.0.0/16 dev lo
{
  printf '%s\\n' 'kind: Cluster' 'apiVersion: kind.x-k8s.io/v1alpha4' "networking: { disableDefaultCNI: $own }" 'nodes:'
  echo "- { role: control-plane, image: \\"$image\\" }"
  for ((i = 1; i < nodes; i++)); do echo "- { role: worker, image: \\"$image\\" }"; done
} | kind create cluster --name "$name" --retain --wait 180s --config -
[ "$own" = false ] || [ "$nodes" = 1 ] || docker exec "$name-control-plane" systemctl -q enable --now pod-network
/opt/kubemend/settled "$name"
`;

/**
 * `/opt/kubemend/settled [CLUSTER…]`: until these clusters, by default all, are what they will stay. kind calls one Ready before pods may be
 * made in it and before its names resolve; after a restart the API server tells of the old pods for a while, and the ids of their
 * containers give them away. What is not in kube-system is not waited for: it may be what a lab has broken.
 */
export const settled = `#!/bin/bash
set -euo pipefail
export DOCKER_HOST=unix:///run/docker.sock
deadline=$((SECONDS + 120))
[ $# -gt 0 ] || mapfile -t all < <(kind get clusters -q)
[ $# -gt 0 ] || set -- "\${all[@]}"

# Everything of kube-system, the nodes and the service account of a pod, in one answer.
asked='
  def ready: [.status.conditions[]? | select(.type == "Ready" and .status == "True")] != [];
  ($running | split("\\n")) as $running | group_by(.kind) | map({key: .[0].kind, value: .}) | from_entries |
  (.Node | length == $nodes and all(ready)) and (.ServiceAccount | length == 1) and
  (.Pod | length > 0 and all(ready and all(.status.containerStatuses[]; .containerID | sub(".*//"; "") | IN($running[])))) and
  (.DaemonSet | length > 0 and all(.status | .numberReady == .desiredNumberScheduled and .numberReady == $nodes)) and
  (.Deployment | length > 0 and all(.status.readyReplicas == .spec.replicas))'

# Of one node: its containers, once kube-proxy leads to the cluster's names. A lab may have made Docker its runtime.
node_state="iptables-save -t nat | grep 'kube-dns:dns -> ' >/dev/null; ctr -n k8s.io tasks ls | awk '\\$3 == \\"RUNNING\\" { print \\$1 }'
  if command -v docker >/dev/null; then docker ps -q --no-trunc; fi"

get() { kubectl --kubeconfig /etc/kubernetes/admin.conf --request-timeout=3s get "$@" -o json; }
look() {
  set -euo pipefail
  { get nodes; get -n default serviceaccounts --field-selector metadata.name=default; get -n kube-system pods,daemonsets,deployments; } |
    jq -s "map(.items[])" | jq -e --arg running "$1" --argjson nodes "$2" "$3"
}

# ready CLUSTER
ready() {
  local nodes node running=
  mapfile -t nodes < <(kind get nodes -q --name "$1")
  for node in "\${nodes[@]}"; do running+=$(docker exec "$node" bash -euo pipefail -c "$node_state")$'\\n' || return 1; done
  docker exec "$1-control-plane" bash -c "$(declare -f get look); look \\"\\$@\\"" look "$running" "\${#nodes[@]}" "$asked"
}

for cluster; do
  until ready "$cluster" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || {
      echo "the cluster $cluster has not become ready" >&2
      docker exec "$cluster-control-plane" kubectl --kubeconfig /etc/kubernetes/admin.conf get nodes,pods -A >&2
      exit 1
    }
    sleep 1 # each look costs a tenth of a processor-second and more
  done
done
`;

/**
 * `/opt/kubemend/settled SECONDS` of a node: until all of its cluster is what it will stay: every pod Ready in containers that really run now,
 * DNS at the addresses of its pods, and the rules at rest. Controllers wait for their lease, and static pods restart each other, so all of
 * it must hold twice, two seconds apart.
 */
export const settledNode = `#!/bin/bash
set -euo pipefail
deadline=$((SECONDS + $1))

get() { kubectl --request-timeout=3s get "$@"; }

# Says what there is, or fails while something is on its way.
state() {
  local pods running addresses
  pods=$(get pods -A -o jsonpath='{range .items[*].status.containerStatuses[*]}{.ready} {.containerID}{"\\n"}{end}') || return 1
  running=$(ctr -n k8s.io tasks ls | awk '$3 == "RUNNING" { print "true containerd://" $1 }')
  [ -n "$pods" ] && ! grep -vxFf <(echo "$running") <<<"$pods" >/dev/null || return 1
  [ -z "$(get daemonsets -A -o jsonpath='{range .items[?(@.status.numberReady==0)]}x{end}')" ] || return 1
  addresses=$(get pods -n kube-system -l k8s-app=kube-dns -o jsonpath='{range .items[*]}{.status.podIP}{"\\n"}{end}' | sort)
  [ "$addresses" = "$(get endpoints -n kube-system kube-dns -o jsonpath='{range .subsets[*].addresses[*]}{.ip}{"\\n"}{end}' | sort)" ] || return 1
  echo "$pods"
  iptables-legacy-save | sed '/^#/d; s/ \\[.*//'
  iptables-nft-save | sed '/^#/d; s/ \\[.*//'
}

until before=$(state 2>/dev/null) && sleep 2 && [ "$before" = "$(state 2>/dev/null)" ]; do
  [ "$SECONDS" -lt "$deadline" ] || { get pods -A >&2; exit 1; }
  sleep 1
done
`;

/** To every node of every cluster. */
export const copyFiles = `for node in $(kind get nodes -q --all-clusters); do
  tar -C /opt -c kubemend-lab | docker cp -q - "$node:/opt/"
  docker exec "$node" mkdir -p /opt/kubemend
  docker cp -q /opt/kubemend/settled-node "$node:/opt/kubemend/settled"
done`;

export const addressOfNode = `docker inspect -f '{{.NetworkSettings.Networks.kind.IPAddress}}' "$NODE"`;

/** Why a cluster did not come: the end of what its kubelet and its containers say. */
export const complaints = `
docker logs --tail 5 "$NODE" 2>&1 | sed 's/\\x1b\\[[0-9;]*m//g; s/\\r//g' || true
docker exec "$NODE" journalctl -u kubelet -u containerd --no-pager -o cat -n 8 2>&1 || true
`;

/**
 * The state of the node and of what is in the cluster, without what moves by itself: leases, events, heartbeats, clocks, and the rules
 * that kube-proxy and the kubelet keep (KUBE-…), which they write anew whenever an endpoint moves.
 * A container counts as long as it runs, for those that have ended are tidied up at a time of the kubelet's own.
 */
export const snapshotScript = `
show() { echo "## $1"; shift; "$@" 2>/dev/null || true; }
for save in iptables-legacy-save ip6tables-legacy-save iptables-nft-save ip6tables-nft-save; do
  echo '## rules'; "$save" 2>/dev/null | grep -v KUBE- || true
done
show links ip -o link
show addresses ip -o address
show routes ip -4 route show table all
show namespaces ip netns list
show units systemctl is-active containerd kubelet
echo '## tasks'; ctr -n k8s.io tasks ls | awk '$3 == "RUNNING" { print $1 }' | sort
echo '## images'; ctr -n k8s.io images ls -q | sort
echo '## objects'; kubectl get pods,daemonsets,deployments,services,endpoints,configmaps,secrets,nodes -A --ignore-not-found \\
  -o jsonpath='{range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name} {.metadata.uid} {.metadata.generation} {.status.podIP} {.status.phase}{"\\n"}{end}' 2>&1 | sort
echo '## files'; { find /etc /opt /usr/local /usr/bin /root /snap /var/snap /var/lib/cni /tmp -xdev ! -type d -printf '%y %m %s %T@ %p %l\\n' 2>/dev/null || true; } | sort
`;
