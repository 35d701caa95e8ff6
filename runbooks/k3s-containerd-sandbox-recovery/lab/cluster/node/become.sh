# Runs on the node, once: brings what a node of kubeadm has into the places that it has in K3s or RKE2, and starts it anew as that does.
set -euo pipefail
. /opt/kubemend-lab/node/form.sh
LAB=/opt/kubemend-lab/node
BIN=$DATA/data/$VERSION/bin
mkdir -p "$BIN" "$DATA/agent/etc/containerd" "/etc/rancher/$DISTRIBUTION" /run/k3s
echo "VERSION=$VERSION" >/etc/rancher/stand-in
chmod 755 "$LAB/$DISTRIBUTION" "$LAB/killall.sh"
ln -s "$LAB/$DISTRIBUTION" "/usr/local/bin/$DISTRIBUTION"
ln -s "$LAB/killall.sh" "/usr/local/bin/$DISTRIBUTION-killall.sh"
case $DISTRIBUTION in
  k3s) PROGRAMS=$DATA/data/current/bin; ln -s "$DATA/data/$VERSION" "$DATA/data/current" ;;
  rke2) PROGRAMS=$DATA/bin; ln -s "$BIN" "$DATA/bin" ;;
esac

# program_of NAME: the root of its image as server/NAME, and how it is started there, one word a line.
program_of() {
  local manifest=/etc/kubernetes/manifests/$1.yaml to=$DATA/server/$1 mounted words loader
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
case $FORM in
  server) rm /etc/kubernetes/manifests/*.yaml ;;
  rke2-server)
    mkdir -p "$DATA/server/stand-in"
    mv /etc/kubernetes/manifests/*.yaml "$DATA/server/stand-in/"
    ;;
esac
awk 'index($2, "/run/containerd/") == 1 || index($2, "/run/netns/cni-") == 1 { print $2 }' /proc/self/mounts | sort -r | xargs -r -n 1 umount -l
rm -rf /run/containerd /run/netns/cni-*
ln -s k3s/containerd /run/containerd # for the eyes of the lab: the runbook looks in the distribution's place
mv -T /var/lib/containerd "$ROOT"
mv /etc/containerd/config.toml "$DATA/agent/etc/containerd/"
mv /usr/local/bin/{containerd,ctr,containerd-shim-runc-v2} /usr/bin/{kubelet,kubectl} "$BIN/"
ln -s "$PROGRAMS/"{ctr,kubectl} /usr/local/bin/
rm /etc/systemd/system/{containerd,kubelet}.service
case $FORM in server | rke2-server) port=6443 ;; agent) port=6444 ;; esac
sed "s,server: https://.*,server: https://127.0.0.1:$port," /etc/kubernetes/kubelet.conf >"$DATA/agent/kubelet.kubeconfig"
[ "$FORM" != rke2-server ] || sed 's,server: https://.*,server: https://127.0.0.1:6443,' /etc/kubernetes/admin.conf >/etc/rancher/rke2/rke2.yaml

# As install.sh of k3s-io/k3s writes it (create_systemd_service_file), and bundle/lib/systemd/system/rke2-server.service of rancher/rke2; the slice and what
# is before the start are the node's own.
under_systemd() {
  cat >"/etc/systemd/system/$SERVICE.service" <<UNIT
[Unit]
Description=STAND-IN for $DISTRIBUTION
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
ExecStart=/usr/local/bin/$DISTRIBUTION ${FORM#rke2-}
$([ "$DISTRIBUTION" = k3s ] || echo "ExecStopPost=-/bin/sh -c \"systemd-cgls /system.slice/%n | grep -Eo '[0-9]+ (containerd|kubelet)' | awk '{print \$1}' | xargs -r kill\"")
[Install]
WantedBy=multi-user.target
UNIT
  systemctl daemon-reload
  systemctl enable -q "$SERVICE"
  systemctl start "$SERVICE"
}

# As install.sh of k3s-io/k3s does it (create_openrc_service_file, openrc_enable, openrc_start). systemd stays process 1, for kind wants it, and is out of
# sight: nothing finds systemctl or journalctl from now on.
under_openrc() {
  cat >"/etc/init.d/$SERVICE" <<INIT
#!/sbin/openrc-run

depend() {
    after network-online
    want cgroups
}

start_pre() {
    rm -f /tmp/k3s.*
}

supervisor=supervise-daemon
name=$SERVICE
command="/usr/local/bin/k3s"
command_args="$FORM
    >>/var/log/$SERVICE.log 2>&1"

output_log=/var/log/$SERVICE.log
error_log=/var/log/$SERVICE.log

pidfile="/var/run/$SERVICE.pid"
respawn_delay=5
respawn_max=0

set -o allexport
if [ -f /etc/environment ]; then . /etc/environment; fi
if [ -f /etc/rancher/k3s/$SERVICE.env ]; then . /etc/rancher/k3s/$SERVICE.env; fi
set +o allexport
INIT
  chmod 755 "/etc/init.d/$SERVICE"
  systemctl start kubelet.slice
  test -f /sys/fs/cgroup/cgroup.controllers || mkdir -p /sys/fs/cgroup/cpuacct/kubelet.slice /sys/fs/cgroup/cpuset/kubelet.slice
  mkdir -p /opt/systemd
  mv /usr/bin/systemctl /usr/bin/journalctl /opt/systemd/
  [ -e /etc/insserv.conf ] || : >/etc/insserv.conf # of a package that OpenRC reads where it is, for init scripts that are not its own
  for runlevel in sysinit boot default; do openrc "$runlevel" >/dev/null 2>&1; done # as OpenRC does when it boots; nothing is in them yet
  rc-update -q add "$SERVICE" default
  "/etc/init.d/$SERVICE" restart
}
if [ -n "${OPENRC:-}" ]; then under_openrc; else under_systemd; fi
