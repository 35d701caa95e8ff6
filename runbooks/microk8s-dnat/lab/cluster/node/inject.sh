# Runs on the node: `microk8s stop; microk8s start`, as in canonical/microk8s#4944, and waits for the new pods.
sudo microk8s stop
sudo microk8s start
sudo microk8s status --wait-ready --timeout 180
/opt/kubemend/settled 180
