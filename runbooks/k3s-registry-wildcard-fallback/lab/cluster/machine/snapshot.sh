# What reading must not change and an undo must restore. Left out: what a restart of K3s writes anew with the same content (only its content counts),
# the kubelet and containerd, which start anew with it, and the images that arrive once they can be pulled.
. /opt/kubemend-lab/machine/lib.sh
docker exec "$NODE" bash -c '
  echo "## files"; find /etc /opt /usr/local /root /tmp -xdev ! -type d -printf "%y %m %u %s %T@ %p %l\n" | sort
  echo "## certs.d"; cd /var/lib/rancher/k3s/agent/etc/containerd/certs.d && find . -type f | sort | xargs -r sha256sum
  echo "## services"; systemctl is-enabled k3s; systemctl is-active k3s'
echo '## pods'
api get pods -A -o jsonpath='{range .items[*]}{.metadata.namespace}/{.metadata.name} {.metadata.uid}{"\n"}{end}' | sort
