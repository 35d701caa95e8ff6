#!/bin/bash
# Part of the stand-in `microk8s`: `microk8s kubectl get pods|nodes|daemonsets` over real Kubernetes JSON, and `delete daemonset`.
# jsonpath is translated to jq by jsonpath.jq; what that does not know is refused with exit 64.
# shellcheck disable=SC2154 # STATE, HERE and NODE_IP come from microk8s

all_of() { find "$STATE/$1" -name '*.json' | sort | xargs -r cat; }

nodes() {
  jq -n --arg name "$(hostname)" --arg ip "$NODE_IP" --arg version "$VERSION" '{
    apiVersion: "v1", kind: "Node", metadata: {name: $name, labels: {"kubernetes.io/hostname": $name}},
    status: {addresses: [{type: "InternalIP", address: $ip}, {type: "Hostname", address: $name}],
      conditions: [{type: "Ready", status: "True"}], nodeInfo: {kubeletVersion: $version, containerRuntimeVersion: "containerd://1.6.36"}}}'
}

objects() {
  case $1 in
    pod | pods | po) all_of pods ;;
    node | nodes | no) nodes ;;
    daemonset | daemonsets | ds) all_of workload ;;
    *) unknown kubectl get "$1" ;;
  esac
}

# selected NAMESPACE NAME: a List as the API gives it; one object asked for by name is not wrapped in one.
selected() {
  jq -s --arg namespace "$1" --arg name "$2" '
    map(select($namespace == "" or (.metadata.namespace // $namespace) == $namespace))
    | if $name == "" then {apiVersion: "v1", kind: "List", items: ., metadata: {resourceVersion: ""}} else (.[] | select(.metadata.name == $name)) end'
}

table() {
  local wide=$1 all=$2
  jq -r --argjson wide "$wide" --argjson all "$all" '
    def pod: (if $all then [.metadata.namespace] else [] end)
      + [.metadata.name, "\([.status.containerStatuses[] | select(.ready)] | length)/\(.spec.containers | length)",
        (.status.containerStatuses[0].state.waiting.reason // .status.phase), (.status.containerStatuses[0].restartCount | tostring), "1m"]
      + (if $wide then [.status.podIP, .spec.nodeName] else [] end);
    def node: [.metadata.name, "Ready", "<none>", "1m", .status.nodeInfo.kubeletVersion] + (if $wide then [.status.addresses[0].address] else [] end);
    def set: (if $all then [.metadata.namespace] else [] end) + [.metadata.name, "1", "1", "1"];
    def row: if .kind == "Pod" then pod elif .kind == "Node" then node else set end;
    def pod_head: (if $all then ["NAMESPACE"] else [] end) + ["NAME", "READY", "STATUS", "RESTARTS", "AGE"] + (if $wide then ["IP", "NODE"] else [] end);
    def node_head: ["NAME", "STATUS", "ROLES", "AGE", "VERSION"] + (if $wide then ["INTERNAL-IP"] else [] end);
    def set_head: (if $all then ["NAMESPACE"] else [] end) + ["NAME", "DESIRED", "CURRENT", "READY"];
    (.items // [.]) as $items
    | if $items == [] then empty else
        [($items[0].kind | if . == "Pod" then pod_head elif . == "Node" then node_head else set_head end), ($items[] | row)]
        | [transpose[] | map(length) | max + 3] as $widths
        | .[] | [., $widths] | transpose | map(.[0] + " " * (.[1] - (.[0] | length))) | join("") | sub(" +$"; "")
      end'
}

jsonpath() {
  local program
  program=$(jq -rn --arg template "$1" -f "$HERE/lib/jsonpath.jq" 2>/dev/null) || unknown kubectl "jsonpath=$1"
  jq -j "$program"
}

show() {
  case $1 in
    json) jq . ;;
    jsonpath=*) jsonpath "${1#jsonpath=}" ;;
    name) jq -r '(.items // [.])[] | "\(.kind | ascii_downcase)/\(.metadata.name)"' ;;
    wide) table true "$2" ;;
    '') table false "$2" ;;
    *) unknown kubectl -o "$1" ;;
  esac
}

do_get() {
  case "$*" in '--raw=/readyz' | '--raw /readyz') printf ok; return ;; esac
  local kind=${1:-} namespace=default name='' output='' all=false
  [ $# -gt 0 ] || unknown kubectl get
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      -A | --all-namespaces) namespace='' all=true ;;
      -n | --namespace) namespace=$2; shift ;;
      --namespace=*) namespace=${1#*=} ;;
      -o | --output) output=$2; shift ;;
      -o* ) output=${1#-o}; output=${output#=} ;;
      --output=*) output=${1#*=} ;;
      --request-timeout | --request-timeout=*) [ "$1" != --request-timeout ] || shift ;;
      -*) unknown kubectl get "$kind" "$@" ;;
      *) [ -z "$name" ] || unknown kubectl get "$kind" "$@"; name=$1 ;;
    esac
    shift
  done
  objects "$kind" | selected "$namespace" "$name" | show "$output" "$all"
}

# Pods of a deleted DaemonSet are torn down the orderly way.
delete_sets() {
  local set
  for set in "$STATE"/workload/*.json; do
    [ -e "$set" ] || continue
    delete_pod "$STATE/pods/$(basename "$set")"
    echo "daemonset.apps \"$(jq -r .metadata.name "$set")\" deleted"
    rm -f "$set"
  done
}

do_kubectl() {
  local verb=${1:-}
  [ $# -eq 0 ] || shift
  case $verb in
    get) do_get "$@" ;;
    delete) [ "$*" = 'daemonset --all -A' ] || unknown kubectl delete "$@"; exit_if_not_root; delete_sets ;;
    *) unknown kubectl "$verb" "$@" ;;
  esac
}
