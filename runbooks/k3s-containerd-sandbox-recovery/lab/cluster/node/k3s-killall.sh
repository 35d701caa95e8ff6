#!/bin/bash
# STAND-IN for k3s-killall.sh, in words of its own. It does what that does (k3s-io/k3s install.sh, create_killall), in the same order: stop the services, kill
# the shims of K3s and all below them, unmount and remove what is mounted in K3s's places, the links and namespaces of pods, /var/lib/cni, and every
# rule with KUBE-, CNI- or flannel in it. Left out: links of flannel, IPVS and tailscale, which are not here. Added: the cgroups of the dead containers,
# which systemd collects by itself on a machine of its own; in this node, under cgroup v1, it is not told that they are empty.
[ $# -eq 0 ] || { echo "k3s-killall.sh (stand-in): $*: not known to this stand-in" >&2; exit 64; }
for unit in /etc/systemd/system/k3s*.service; do systemctl stop "${unit##*/}"; done

below() { echo "$1"; for one in $(pgrep -P "$1"); do below "$one"; done; }
for shim in $(pgrep -f '^/var/lib/rancher/k3s/data/[^/]*/bin/containerd-shim'); do below "$shim"; done | xargs -r kill -9
sleep 1
find /sys/fs/cgroup -depth -type d -name 'cri-containerd-*' -exec rmdir {} +

for place in /run/k3s /var/lib/kubelet/pods /var/lib/kubelet/plugins /run/netns/cni-; do
  awk -v place="$place" 'index($2, place) == 1 { print $2 }' /proc/self/mounts | sort -r | while read -r mounted; do umount -f "$mounted" && rm -rf "$mounted"; done
done
ip netns list | awk '/^cni-/ { print $1 }' | xargs -r -n 1 ip netns delete
ip -o link show master cni0 2>/dev/null | awk -F': |@' '{ print $2 }' | xargs -r -n 1 ip link delete
ip link delete cni0
rm -rf /var/lib/cni
iptables-save | grep -v KUBE- | grep -v CNI- | grep -iv flannel | iptables-restore
ip6tables-save | grep -v KUBE- | grep -v CNI- | grep -iv flannel | ip6tables-restore
