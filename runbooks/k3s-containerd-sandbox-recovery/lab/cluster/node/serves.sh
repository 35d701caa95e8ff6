# Exit 0: the web answers, the node is Ready, containerd answers; where OpenRC is, it supervises K3s. What has been restarted gets a moment.
. /opt/kubemend-lab/node/form.sh
why=
look() {
  ctr version >/dev/null 2>&1 || { why='containerd does not answer'; return 1; }
  ready=$(kubectl --request-timeout=3s get nodes -o jsonpath='{.items[0].status.conditions[?(@.type=="Ready")].status}' 2>/dev/null) || { why='the API server does not answer'; return 1; }
  [ "$ready" = True ] || { why="Ready=$ready"; return 1; }
  curl -fsS -m 5 -o /dev/null "http://$(hostname -I | awk '{ print $1 }'):30080/" 2>/dev/null || { why='the web does not answer'; return 1; }
  [ -z "${OPENRC:-}" ] || rc-service "$SERVICE" status >/dev/null 2>&1 || { why="OpenRC: $(rc-service -C "$SERVICE" status 2>&1)"; return 1; }
}
deadline=$((SECONDS + 120))
until look; do
  [ "$SECONDS" -lt "$deadline" ] || { echo "$why"; exit 1; }
  sleep 0.5
done
supervised=''
if [ -n "${OPENRC:-}" ]; then supervised=", $(rc-service --version | head -n 1) supervises $SERVICE"; fi
echo "the web answers, the node is Ready$supervised"
