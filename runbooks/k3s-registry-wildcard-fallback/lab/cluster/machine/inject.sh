# A person starts Pods whose images the node does not have. The second time, what the first left is taken away before.
. /opt/kubemend-lab/machine/lib.sh
set -euo pipefail
for image in $IMAGES; do
  api delete pod "$(pod "$image")" --ignore-not-found --now >/dev/null
  on_node ctr -n k8s.io images rm --sync "$image" >/dev/null 2>&1 || true
done
if ! on_node cmp -s /opt/kubemend-lab/node/registries-"$STYLE" /etc/rancher/k3s/registries.yaml; then
  on_node bash -c 'rm -f /etc/rancher/k3s/registries.yaml*'
  on_node cp "/opt/kubemend-lab/node/registries-$STYLE" /etc/rancher/k3s/registries.yaml
  on_node systemctl restart k3s
fi
for file in upstreams mirror; do : >"$WORK/$file.log"; done
for image in $IMAGES; do
  docker exec -i "$NODE" kubectl --kubeconfig /etc/kubernetes/admin.conf -n default apply -f - >/dev/null <<POD
apiVersion: v1
kind: Pod
metadata: { name: "$(pod "$image")" }
spec:
  terminationGracePeriodSeconds: 0
  tolerations: [{ operator: Exists }]
  containers: [{ name: app, image: "${image#docker.io/}", imagePullPolicy: IfNotPresent, command: [sleep, "86400"] }]
POD
done
for image in $IMAGES; do
  case $EXPECT in
    runs) within 60 running "$(pod "$image")" || { api describe pod "$(pod "$image")" | tail -5; exit 1; } ;;
    waits) within 60 waits "$(pod "$image")" || { api describe pod "$(pod "$image")" | tail -5; exit 1; } ;;
  esac
done
