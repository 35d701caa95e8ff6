# Exit 0: the last start of containerd ended over such a record, it does not answer, and the web does. On a server of K3s the API server does not answer either,
# on an agent its load balancer does not. On a server of RKE2 the API server is a pod and answers on. OpenRC says nothing of it.
. /opt/kubemend-lab/node/form.sh
last_start() {
  log | awk '/msg="Start recovering state"/ { end = "" } /msg="Start streaming server"/ { end = "up" } /level=fatal.*failed to get metadata for stored sandbox/ { end = "fatal" } END { print end }'
}
api() {
  case $FORM in
    server) ! kubectl --request-timeout=2s get --raw /readyz ;;
    agent) kubectl --request-timeout=2s get --raw /readyz && ! kubectl --request-timeout=2s --kubeconfig "$DATA/agent/kubelet.kubeconfig" get --raw /readyz ;;
    rke2-server) kubectl --request-timeout=2s --kubeconfig "$DATA/agent/kubelet.kubeconfig" get --raw /readyz ;;
  esac >/dev/null 2>&1
}
deadline=$((SECONDS + 150))
until [ "$(last_start)" = fatal ] && ! ctr version >/dev/null 2>&1 && api; do
  [ "$SECONDS" -lt "$deadline" ] || { echo 'containerd starts all the same, or the API server is not as it should be'; exit 1; }
  sleep 0.5
done
curl -fsS -m 5 -o /dev/null "http://$(hostname -I | awk '{ print $1 }'):30080/" || { echo 'the web does not answer'; exit 1; }
called=''
if [ -n "${OPENRC:-}" ]; then
  rc-service "$SERVICE" status >/dev/null 2>&1 || { echo 'OpenRC does not call the service started'; exit 1; }
  called='; OpenRC calls the service started'
fi
echo "containerd ended at its last start, and the web answers$called"
