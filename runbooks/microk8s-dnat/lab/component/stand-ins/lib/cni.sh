#!/bin/bash
# Part of the stand-in `microk8s`: calls the real CNI plugins the way libcni does (ADD forward, DEL backward), as containerd would.
# shellcheck disable=SC2154 # SNAP_DATA and STATE come from microk8s

CNI_CONF=$SNAP_DATA/args/cni-network/cni.conflist
CNI_BIN=$SNAP_DATA/opt/cni/bin

# plugin VERB ID NETNS TYPE: one plugin of the list, its configuration on stdin. The snap's own iptables come first in its PATH.
plugin() {
  PATH=$SNAP/usr/sbin:$PATH CNI_COMMAND=$1 CNI_CONTAINERID=$2 CNI_NETNS=$3 CNI_IFNAME=eth0 CNI_PATH=$CNI_BIN "$CNI_BIN/$4"
}

# The plugins of the list, in order.
types() { jq -r '.plugins[].type' "$CNI_CONF"; }

# conf TYPE MAPPINGS PREVIOUS: what libcni hands to a plugin.
conf() {
  jq -c --arg type "$1" --argjson mappings "$2" --argjson previous "$3" '
    (.plugins[] | select(.type == $type)) as $plugin | {cniVersion, name} + $plugin
    + (if $plugin.capabilities.portMappings then {runtimeConfig: {portMappings: $mappings}} else {} end)
    + (if $previous then {prevResult: $previous} else {} end)' "$CNI_CONF"
}

# Plugins report errors on stdout, as JSON.
complain() { echo "CNI $1 failed: $2" >&2; return 1; }

# cni_add ID NETNS MAPPINGS: prints the address of the pod.
cni_add() {
  local result=null type
  for type in $(types); do
    result=$(conf "$type" "$3" "$result" | plugin ADD "$1" "$2" "$type") || complain ADD "$result"
  done
  jq -r '.ips[0].address | split("/")[0]' <<<"$result"
}

cni_del() {
  local type said
  for type in $(types | tac); do
    said=$(conf "$type" "$3" null | plugin DEL "$1" "$2" "$type") || complain DEL "$said"
  done
}
