# shellcheck shell=bash
# MicroK8s by the channel of its snap, such as 1.32/stable.
needs snap sudo curl
up() {
  sudo snap install microk8s --classic --channel="$1"
  sudo microk8s status --wait-ready --timeout 300
  sudo microk8s enable ingress
  sudo microk8s kubectl -n ingress rollout status daemonset --timeout=300s
}
# canonical/microk8s#4944
break_it() {
  sudo microk8s stop
  sudo microk8s start
  sudo microk8s status --wait-ready --timeout 300
  sudo microk8s kubectl -n ingress rollout status daemonset --timeout=300s
}
down() { sudo snap remove microk8s --purge; }
