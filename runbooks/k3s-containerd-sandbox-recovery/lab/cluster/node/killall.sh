#!/bin/bash
# STAND-IN for k3s-killall.sh and rke2-killall.sh, in words of its own. Under each name it does what that script does (k3s-io/k3s install.sh, create_killall;
# rancher/rke2 bundle/bin/rke2-killall.sh), in the same order: stop the services, kill the distribution's shims and all below them, unmount and remove what is
# mounted in its places, the links of pods, every rule with KUBE-, CNI- or flannel in it; K3s's also the namespaces of pods and /var/lib/cni, RKE2's the
# manifests of its static pods, which RKE2 writes anew, and rules of Calico and Cilium. Left out: links of other networks, IPVS, tailscale and the local
# cache of names, which are not here. Added: the cgroups of the dead containers, which systemd collects by itself on a machine of its own; in this node,
# under cgroup v1, it is not told that they are empty.
[ $# -eq 0 ] || { echo "${0##*/} (stand-in): $*: not known to this stand-in" >&2; exit 64; }
case ${0##*/} in
  k3s-killall.sh)
    data=/var/lib/rancher/k3s places='/run/k3s /var/lib/kubelet/pods /var/lib/kubelet/plugins /run/netns/cni-'
    for unit in /etc/systemd/system/k3s*.service; do [ ! -s "$unit" ] || systemctl stop "${unit##*/}"; done
    for service in /etc/init.d/k3s*; do [ ! -x "$service" ] || "$service" stop; done
    ;;
  rke2-killall.sh)
    data=/var/lib/rancher/rke2 places='/run/k3s /var/lib/kubelet/pods /run/netns/cni-'
    systemctl stop rke2-server.service
    systemctl stop rke2-agent.service
    ;;
  *) echo "$0: a stand-in for k3s-killall.sh and rke2-killall.sh" >&2; exit 64 ;;
esac

below() { echo "$1"; for one in $(pgrep -P "$1"); do below "$one"; done; }
for shim in $(pgrep -f "^$data/data/[^/]*/bin/containerd-shim"); do below "$shim"; done | xargs -r kill -9
sleep 1
find /sys/fs/cgroup -depth -type d -name 'cri-containerd-*' -exec rmdir {} +

for place in $places; do
  awk -v place="$place" 'index($2, place) == 1 { print $2 }' /proc/self/mounts | sort -r | while read -r mounted; do umount -f "$mounted" && rm -rf "$mounted"; done
done
[ "$data" = /var/lib/rancher/rke2 ] || ip netns list | awk '/^cni-/ { print $1 }' | xargs -r -n 1 ip netns delete
ip -o link show master cni0 2>/dev/null | awk -F': |@' '{ print $2 }' | xargs -r -n 1 ip link delete
ip link delete cni0
case $data in
  */k3s) rm -rf /var/lib/cni; others='flannel' ;;
  */rke2) rm -f "$data"/agent/pod-manifests/{etcd,kube-apiserver,kube-controller-manager,kube-scheduler,cloud-controller-manager,kube-proxy}.yaml; others='flannel|cali[-:]|CILIUM_' ;;
esac
iptables-save | grep -v KUBE- | grep -v CNI- | grep -Eiv "$others" | iptables-restore
ip6tables-save | grep -v KUBE- | grep -v CNI- | grep -Eiv "$others" | ip6tables-restore
