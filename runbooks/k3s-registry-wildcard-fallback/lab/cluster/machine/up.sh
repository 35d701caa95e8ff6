# Two registries: `mirror`, which the wildcard names, and `upstreams`, which poses as Docker Hub and quay.io. The image goes where the case has it.
. /opt/kubemend-lab/machine/lib.sh
set -euo pipefail
GATEWAY=$(on_node ip -4 route show default | awk '{ print $3 }')

registry() { # NAME PORT HOST…
  local name=$1 port=$2 names
  names=$(printf 'DNS:%s,' "${@:3}")
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$name" -addext "subjectAltName=${names%,}" \
    -keyout "$WORK/$name.key" -out "$WORK/$name.pem" 2>/dev/null
  printf 'version: 0.1\nstorage: { filesystem: { rootdirectory: %s } }\nhttp: { addr: "%s", tls: { certificate: %s, key: %s } }\n' \
    "$WORK/$name.data" "$GATEWAY:$port" "$WORK/$name.pem" "$WORK/$name.key" >"$WORK/$name.yml"
  setsid docker-registry serve "$WORK/$name.yml" >"$WORK/$name.log" 2>&1 </dev/null &
  echo $! >"$WORK/$name.pid"
  within 20 curl -fsS --cacert "$WORK/$name.pem" --resolve "$3:$port:$GATEWAY" "https://$3:$port/v2/"
}
registry upstreams 443 registry-1.docker.io quay.io
registry mirror 5443 example.com

docker cp -q "$WORK/upstreams.pem" "$NODE:/opt/kubemend-lab/upstreams.pem"
docker cp -q "$WORK/mirror.pem" "$NODE:/opt/kubemend-lab/mirror.pem"
docker exec -e GATEWAY="$GATEWAY" -e VERSION="$VERSION" -e DISABLED="$DISABLED" "$NODE" bash /opt/kubemend-lab/node/setup.sh

# ctr ignores certs.d, and so reaches each registry by its own name.
push() { on_node ctr -n k8s.io images push --local "$@" docker.io/library/busybox:1.35 >/dev/null; }
for image in $IMAGES; do
  [ "$NAMES" = wrong ] || push "$image"
  case $HOLDS in *"$image"*) push --tlscacert /etc/rancher/k3s/mirror-ca.pem "example.com:5443/${image#*/}" ;; esac
done
[ "$MIRROR" = up ] || kill "$(cat "$WORK/mirror.pid")"

on_node cp "/opt/kubemend-lab/node/registries-$STYLE" /etc/rancher/k3s/registries.yaml
on_node systemctl start k3s
ready() { [ "$(api get nodes -o jsonpath='{.items[0].status.conditions[?(@.type=="Ready")].status}')" = True ]; }
within 60 ready
