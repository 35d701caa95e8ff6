# Runs on the node of the lab, once: puts the stand-ins where the snap's own programs would be, the real CNI plugins and iptables behind
# them, the DaemonSets of the cell into their store, and starts it all. Settings: see `cells` in lab.yaml.
LAB=/opt/kubemend-lab
SNAP=/snap/microk8s/current
DATA=/var/snap/microk8s/current
STATE=/var/snap/microk8s/common/stand-in

mkdir -p /snap/bin "/snap/microk8s/$REVISION" "$DATA/args/cni-network" "$DATA/opt/cni/bin" "$DATA/var/lock"
mkdir -p "$STATE"/{workload,pods,containers,tasks,sandboxes,netns}
ln -s "$REVISION" "$SNAP"
ln -s "$LAB/stand-ins/microk8s" /snap/bin/microk8s
ln -sf "$LAB/stand-ins/snap" /usr/bin/snap
# Where the machine has sudo: as Ubuntu has it, where snaps live.
if [ -d /etc/sudoers.d ]; then echo 'Defaults secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin"' >/etc/sudoers.d/snap; fi
printf '%s=%s\n' VERSION "$VERSION" REVISION "$REVISION" TRACKING "$TRACKING" NETNS_AFTER_STOP "$NETNS_AFTER_STOP" RECORDS_AFTER_STOP "$RECORDS_AFTER_STOP" >"$STATE/settings"

# The snap's iptables, which portmap finds first: legacy in the real snap.
mkdir -p "$SNAP/usr/sbin"
for program in iptables ip6tables; do
  for suffix in '' -save -restore; do ln -s "/usr/sbin/$program-$IPTABLES$suffix" "$SNAP/usr/sbin/$program$suffix"; done
done

for program in bridge host-local; do ln -s "/usr/lib/cni/$program" "$DATA/opt/cni/bin/$program"; done
if [ "$PORTMAP" = real ]; then
  ln -s /usr/lib/cni/portmap "$DATA/opt/cni/bin/portmap"
else
  ln -s "$LAB/stand-ins/portmap-nftables" "$DATA/opt/cni/bin/portmap"
fi
jq -n --arg name "$CNI_NETWORK" '{cniVersion: "0.3.1", name: $name, plugins: [
  {type: "bridge", bridge: "cni0", isDefaultGateway: true, forceAddress: true, hairpinMode: true, ipMasq: true,
    ipam: {type: "host-local", ranges: [[{subnet: "10.1.42.0/24"}]]}},
  {type: "portmap", capabilities: {portMappings: true}, snat: true}]}' >"$DATA/args/cni-network/cni.conflist"

for pod in $PODS; do cp "$LAB/workload/$pod.json" "$STATE/workload/"; done
microk8s start

# What nerdctl writes for a container of its own, which no containerd of MicroK8s knows.
if [ -n "$FOREIGN_PORT" ]; then
  nft "add rule ip cni_hostport hostports tcp dport $FOREIGN_PORT dnat to 10.4.0.9:80 comment \"$(printf 'f%.0s' {1..64})\""
fi
