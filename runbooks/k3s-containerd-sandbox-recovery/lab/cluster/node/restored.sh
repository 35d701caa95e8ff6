# Exit 0: as served before, and a pod that is made now runs.
/opt/kubemend/settled 120 >/dev/null || { echo 'the pods do not settle'; exit 1; }
bash /opt/kubemend-lab/node/serves.sh || exit 1
kubectl delete pod new --ignore-not-found --now >/dev/null 2>&1
kubectl run new --image docker.io/library/busybox:1.35 --image-pull-policy IfNotPresent --restart Never -- busybox true >/dev/null
kubectl wait pod/new --for=jsonpath='{.status.phase}'=Succeeded --timeout=60s >/dev/null || { echo 'a new pod does not run'; exit 1; }
kubectl delete pod new --now >/dev/null
# What is left of that pod is tidied up a moment later.
deadline=$((SECONDS + 60))
until before=$(bash /opt/kubemend-lab/node/snapshot.sh) && sleep 3 && [ "$before" = "$(bash /opt/kubemend-lab/node/snapshot.sh)" ]; do
  [ "$SECONDS" -lt "$deadline" ] || { echo 'the node does not come to rest'; exit 1; }
done
echo 'the web answers, the node is Ready, a new pod ran'
