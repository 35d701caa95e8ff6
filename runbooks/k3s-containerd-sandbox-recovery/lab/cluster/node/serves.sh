# Exit 0: the web answers, the node is Ready, containerd answers. What has been restarted gets a moment.
why=
look() {
  ctr version >/dev/null 2>&1 || { why='containerd does not answer'; return 1; }
  ready=$(kubectl --request-timeout=3s get nodes -o jsonpath='{.items[0].status.conditions[?(@.type=="Ready")].status}' 2>/dev/null) || { why='the API server does not answer'; return 1; }
  [ "$ready" = True ] || { why="Ready=$ready"; return 1; }
  curl -fsS -m 5 -o /dev/null "http://$(hostname -I | awk '{ print $1 }'):30080/" 2>/dev/null || { why='the web does not answer'; return 1; }
}
deadline=$((SECONDS + 120))
until look; do
  [ "$SECONDS" -lt "$deadline" ] || { echo "$why"; exit 1; }
  sleep 0.5
done
echo 'the web answers, the node is Ready'
