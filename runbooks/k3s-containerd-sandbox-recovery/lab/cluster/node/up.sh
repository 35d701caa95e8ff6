# Runs on the node, once: the node in its form, two web pods behind a NodePort, and, with ARCHIVE, archives of all images where the form imports them from.
set -euo pipefail
. /opt/kubemend-lab/node/form.sh
mkdir -p "$DATA/agent/images"
if [ "$ARCHIVE" = yes ]; then
  ctr -n k8s.io images ls -q | grep -v '@\|^sha256:' | xargs ctr -n k8s.io images export --local "$DATA/agent/images/all.tar" 2>/dev/null ||
    ctr -n k8s.io images ls -q | grep -v '@\|^sha256:' | xargs ctr -n k8s.io images export "$DATA/agent/images/all.tar"
fi
[ "$FORM" = plain ] || bash /opt/kubemend-lab/node/become.sh
for _ in $(seq 200); do if kubectl --request-timeout=2s get --raw /readyz >/dev/null 2>&1; then break; fi; sleep 0.5; done
kubectl apply -f /opt/kubemend-lab/workload/web.yaml >/dev/null
/opt/kubemend/settled 240
