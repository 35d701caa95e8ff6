# Runs on the node, once: brings what a node of kubeadm has into the places that it has in K3s, and starts it anew as K3s does.
set -euo pipefail
. /opt/kubemend-lab/node/form.sh
LAB=/opt/kubemend-lab/node
BIN=$K3S/data/$VERSION/bin
mkdir -p "$BIN" "$K3S/agent/etc/containerd" /etc/rancher /run/k3s
ln -s "$K3S/data/$VERSION" "$K3S/data/current"
echo "VERSION=$VERSION" >/etc/rancher/stand-in
ln -s "$LAB/k3s" /usr/local/bin/k3s
ln -s "$LAB/k3s-killall.sh" /usr/local/bin/k3s-killall.sh
chmod 755 "$LAB/k3s" "$LAB/k3s-killall.sh"

# program_of NAME: the root of its image as server/NAME, and how it is started there, one word a line.
program_of() {
  local manifest=/etc/kubernetes/manifests/$1.yaml to=$K3S/server/$1 mounted words loader
  mounted=$(mktemp -d)
  mkdir -p "$to"
  ctr -n k8s.io images mount "$(kubectl create --dry-run=client -o jsonpath='{.spec.containers[0].image}' -f "$manifest")" "$mounted" >/dev/null
  cp -a "$mounted/." "$to/"
  ctr -n k8s.io images unmount --rm "$mounted" >/dev/null
  mapfile -t words < <(kubectl create --dry-run=client -o jsonpath='{range .spec.containers[0].command[*]}{@}{"\n"}{end}' -f "$manifest")
  loader=$(find "$to" -name 'ld-linux*' | head -n 1) # etcd alone has libraries, and they are its own
  {
    [ -z "$loader" ] || printf '%s\n' "$loader" --library-path "$(dirname "$(find "$to" -name 'libc.so.*' | head -n 1)")"
    find "$to" -path "*/bin/$1"
    printf '%s\n' "${words[@]:1}"
  } >"$to/arguments"
}
if [ "$FORM" = server ]; then for name in etcd kube-apiserver kube-controller-manager kube-scheduler; do program_of "$name"; done; fi

systemctl disable -q --now kubelet containerd
for shim in $(pgrep -f containerd-shim-runc-v2); do echo "$shim"; pgrep -P "$shim"; done | xargs -r kill -9
sleep 1
find /sys/fs/cgroup -depth -type d -name 'cri-containerd-*' -exec rmdir {} + # nobody collects them here under cgroup v1; the kubelet would wait three seconds for each
[ "$FORM" != server ] || rm /etc/kubernetes/manifests/*.yaml
awk 'index($2, "/run/containerd/") == 1 || index($2, "/run/netns/cni-") == 1 { print $2 }' /proc/self/mounts | sort -r | xargs -r -n 1 umount -l
rm -rf /run/containerd /run/netns/cni-*
ln -s k3s/containerd /run/containerd # for the eyes of the lab: the runbook looks in K3s's place
mv -T /var/lib/containerd "$ROOT"
mv /etc/containerd/config.toml "$K3S/agent/etc/containerd/"
mv /usr/local/bin/{containerd,ctr,containerd-shim-runc-v2} /usr/bin/{kubelet,kubectl} "$BIN/"
ln -s "$K3S/data/current/bin/"{ctr,kubectl} /usr/local/bin/
rm /etc/systemd/system/{containerd,kubelet}.service
case $FORM in server) port=6443 ;; agent) port=6444 ;; esac
sed "s,server: https://.*,server: https://127.0.0.1:$port," /etc/kubernetes/kubelet.conf >"$K3S/agent/kubelet.kubeconfig"

# As k3s-io/k3s install.sh writes it (create_systemd_service_file); the slice and what is before the start are the node's own.
cat >"/etc/systemd/system/$SERVICE.service" <<UNIT
[Unit]
Description=STAND-IN for K3s
Wants=kubelet.slice
After=kubelet.slice
[Service]
Type=notify
NotifyAccess=all
KillMode=process
Delegate=yes
LimitNOFILE=1048576
LimitNPROC=infinity
LimitCORE=infinity
TasksMax=infinity
TimeoutStartSec=0
Restart=always
RestartSec=5s
ExecStartPre=/bin/sh -c 'test -f /sys/fs/cgroup/cgroup.controllers || mkdir -p /sys/fs/cgroup/cpuacct/kubelet.slice /sys/fs/cgroup/cpuset/kubelet.slice'
ExecStart=/usr/local/bin/k3s $FORM
[Install]
WantedBy=multi-user.target
UNIT
systemctl daemon-reload
systemctl enable -q "$SERVICE"
systemctl start "$SERVICE"
