# Runs on the node: leaves RECORDS sandbox records without metadata, as a death between the two writes of RunPodSandbox does, and kills containerd.
# containerd stores the record, then cannot start a sandbox from an empty specification: the first half without the second.
echo '{}' >/run/empty.json
for _ in $(seq "$RECORDS"); do
  id=$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')
  ctr -n k8s.io sandboxes run --runtime io.containerd.runc.v2 /run/empty.json "$id" >/dev/null 2>&1 || true
  left=$(ctr -n k8s.io sandboxes ls)
  grep -q "^$id" <<<"$left" || { echo "no record $id was left" >&2; exit 1; }
done
before=$(journalctl -u containerd --no-pager -n 0 --show-cursor | sed -n 's/^-- cursor: //p')
systemctl kill -s KILL --kill-whom=main containerd
# It starts anew by itself: either it comes back, or it ends again.
deadline=$((SECONDS + 150))
known() {
  local log
  log=$(journalctl -u containerd --no-pager -o cat --after-cursor "$before")
  grep -q -e 'Start streaming server' -e 'level=fatal' <<<"$log"
}
until known; do
  [ "$SECONDS" -lt "$deadline" ] || { echo 'containerd does not start at all' >&2; exit 1; }
  sleep 0.5
done
# Where it came back, pods are made anew before the node is at rest.
if ctr version >/dev/null 2>&1; then /opt/kubemend/settled 180; fi
