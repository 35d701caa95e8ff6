# Makes Docker the runtime of the node, as minikube's `--container-runtime=docker` has it: the kubelet speaks to cri-dockerd, and that to dockerd.
set -euo pipefail
. /opt/kubemend-lab/machine/lib.sh
for program in "/opt/kubemend/engines/$NODE_DOCKER/dockerd" /usr/bin/docker /opt/kubemend/extras/cri-dockerd/cri-dockerd; do docker cp -q -L "$program" "$NODE:/usr/local/bin/"; done
docker cp -q /opt/kubemend-lab/node/. "$NODE:/"
on_node bash -euo pipefail <<'NODE'
chmod 755 /usr/local/bin/{dockerd,docker,cri-dockerd,runc-as-low-as-may-be}
systemctl daemon-reload
systemctl stop kubelet
# Killed by hand: a task that containerd kills may be left frozen (cgroup v1).
for shim in $(pgrep -f 'containerd-shim-runc-v2 -namespace k8s.io'); do echo "$shim"; pgrep -P "$shim"; done | xargs kill -9
systemctl restart containerd
for container in $(ctr -n k8s.io containers ls -q); do
  timeout 20 ctr -n k8s.io tasks rm "$container" >/dev/null 2>&1 || true
  ctr -n k8s.io containers rm "$container"
done
find /sys/fs/cgroup -depth -type d -name 'cri-containerd-*' -exec rmdir {} + || true
systemctl enable -q --now docker
mapfile -t images < <(ctr -n k8s.io images ls -q | grep -v '@\|^sha256:')
ctr -n k8s.io images export - "${images[@]}" | docker load >/dev/null
awk 'index($2, "/run/netns/cni-") == 1 { print $2 }' /proc/self/mounts | xargs -r -n 1 umount
rm -rf /run/netns/cni-* /var/lib/cni/networks
sed -i 's,unix:///run/containerd/containerd.sock,unix:///run/cri-dockerd.sock,' /var/lib/kubelet/kubeadm-flags.env
systemctl enable -q --now cri-docker kubelet
until [[ $(kubectl --kubeconfig /etc/kubernetes/admin.conf --request-timeout=3s get nodes -o jsonpath='{.items[0].status.nodeInfo.containerRuntimeVersion}' 2>/dev/null) == docker://* ]]; do sleep 0.5; done
NODE
