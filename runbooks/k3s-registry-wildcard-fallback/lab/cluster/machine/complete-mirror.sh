# What the instruction of the resolution `complete-mirror` asks of the person: the missing images go into the mirror.
. /opt/kubemend-lab/machine/lib.sh
set -euo pipefail
touch "$WORK/completed"
for image in $IMAGES; do
  on_node ctr -n k8s.io images push --local --tlscacert /etc/rancher/k3s/mirror-ca.pem "example.com:5443/${image#*/}" docker.io/library/busybox:1.35 >/dev/null
done
