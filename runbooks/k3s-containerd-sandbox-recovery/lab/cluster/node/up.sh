# Runs on the node, once: two web pods behind a NodePort, and archives of all images where K3s would import them from.
mkdir -p /var/lib/rancher/k3s/agent/images
ctr -n k8s.io images ls -q | grep -v '@\|^sha256:' | xargs ctr -n k8s.io images export --local /var/lib/rancher/k3s/agent/images/all.tar 2>/dev/null ||
  ctr -n k8s.io images ls -q | grep -v '@\|^sha256:' | xargs ctr -n k8s.io images export /var/lib/rancher/k3s/agent/images/all.tar
kubectl apply -f /opt/kubemend-lab/workload/web.yaml >/dev/null
/opt/kubemend/settled 120
