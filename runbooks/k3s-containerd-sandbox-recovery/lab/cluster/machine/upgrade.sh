# What the instruction of the resolution `upgrade` asks of the person, on the machine of the engine: the programs of K3s v1.32.3+k3s1, of which here only
# containerd's are others, take the place of those that are there, and the service is started anew, as K3s's installer does both.
set -euo pipefail
NODE=$(kind get nodes --name "$(kind get clusters | head -1)" | head -1)
DATA=/var/lib/rancher/k3s/data UPGRADED=v1.32.3+k3s1
docker exec "$NODE" cp -a "$DATA/$VERSION" "$DATA/$UPGRADED"
repaired=$(docker create "kubemend/node:v$KUBERNETES-containerd-$REPAIRED")
for program in containerd ctr containerd-shim-runc-v2; do
  docker exec "$NODE" rm "$DATA/$UPGRADED/bin/$program"
  docker cp -q "$repaired:/usr/local/bin/$program" - | docker cp -q - "$NODE:$DATA/$UPGRADED/bin/"
done
docker rm "$repaired" >/dev/null
docker exec "$NODE" ln -sfn "$DATA/$UPGRADED" "$DATA/current"
docker exec "$NODE" sed -i "s/^VERSION=.*/VERSION=$UPGRADED/" /etc/rancher/stand-in
docker exec "$NODE" systemctl restart k3s
