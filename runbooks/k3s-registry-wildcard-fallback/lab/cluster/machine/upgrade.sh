# What the instruction of the resolution `upgrade` asks of the person: K3s v1.32.3+k3s1, which brings containerd 2.0.4-k3s2, and the restart that comes with it.
# The programs come from the image of a node that has them; those that run keep their file, since a copy replaces it.
. /opt/kubemend-lab/machine/lib.sh
set -euo pipefail
other=$(docker create "kubemend/node:v$KUBERNETES-containerd-2.0.4-k3s2")
for program in containerd ctr containerd-shim-runc-v2; do docker cp -q "$other:/usr/local/bin/$program" - | docker cp -q - "$NODE:/usr/local/bin/"; done
docker rm "$other" >/dev/null
on_node sed -i 's/^VERSION=.*/VERSION=v1.32.3+k3s1/' /etc/rancher/stand-in
on_node systemctl restart k3s
