# Runs on the node, once: K3s's places, and its service. What is K3s's own there is a link to what the node has.
# UPSTREAMS and MIRROR_CA are files that the machine of the engine has put here; GATEWAY is its address.
set -euo pipefail
LAB=/opt/kubemend-lab
AGENT=/var/lib/rancher/k3s/agent
mkdir -p /etc/rancher/k3s "$AGENT/etc/containerd/certs.d" "$AGENT/containerd" /var/lib/rancher/k3s/data/current/bin /run/k3s /etc/containerd
echo "VERSION=$VERSION" >/etc/rancher/stand-in
[ "$DISABLED" = no ] || echo 'disable-default-registry-endpoint: true' >/etc/rancher/k3s/config.yaml
ln -s "$LAB/node/k3s" /usr/local/bin/k3s
ln -s /run/containerd /run/k3s/containerd
rm -rf /etc/containerd/certs.d
ln -s "$AGENT/etc/containerd/certs.d" /etc/containerd/certs.d
ln -s /etc/kubernetes/kubelet.conf "$AGENT/kubelet.kubeconfig"
for program in ctr containerd kubectl; do ln -s "$(command -v "$program")" "/var/lib/rancher/k3s/data/current/bin/$program"; done

# The names of public registries lead to the machine of the engine, whose certificates this node trusts as it does those of the internet.
echo "$GATEWAY example.com registry-1.docker.io quay.io" >>/etc/hosts
cat "$LAB/upstreams.pem" >>/etc/ssl/certs/ca-certificates.crt
cp "$LAB/mirror.pem" /etc/rancher/k3s/mirror-ca.pem

mkdir -p /etc/systemd/system/containerd.service.d
printf '[Service]\nStandardOutput=append:%s/containerd/containerd.log\nStandardError=inherit\n' "$AGENT" >/etc/systemd/system/containerd.service.d/k3s.conf
cat >/etc/systemd/system/k3s.service <<'UNIT'
[Unit]
Description=STAND-IN for K3s
[Service]
Type=notify
NotifyAccess=all
KillMode=process
ExecStart=/usr/local/bin/k3s server
TimeoutStartSec=0
[Install]
WantedBy=multi-user.target
UNIT
systemctl daemon-reload
systemctl enable -q k3s
