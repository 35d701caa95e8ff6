# Runs on the node: `microk8s stop; microk8s start`, as in canonical/microk8s#4944. PODS_AFTER: the DaemonSets that come back,
# when they are not the same ones. One under a new file name is a new one.
STATE=/var/snap/microk8s/common/stand-in
microk8s stop
if [ -n "${PODS_AFTER:-}" ]; then
  rm -f "$STATE"/workload/*.json
  for pod in $PODS_AFTER; do cp "/opt/kubemend-lab/workload/$pod.json" "$STATE/workload/"; done
fi
microk8s start
