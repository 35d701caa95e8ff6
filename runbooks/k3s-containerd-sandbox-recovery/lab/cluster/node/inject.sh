# Runs on the node: leaves RECORDS sandbox records that the next start of containerd cannot read, and makes it start. RECORD says which:
# `missing`: without metadata, as a death between the two writes of RunPodSandbox leaves them; then containerd is killed, in K3s and RKE2 with all of it;
# `cut`: one whose metadata ends too early. Its pod is taken away before, so that nothing is broken but the record.
. /opt/kubemend-lab/node/form.sh
without_metadata() {
  local id left
  # containerd stores the record, then cannot start a sandbox from an empty specification: the first half without the second.
  echo '{}' >/run/empty.json
  for _ in $(seq "$RECORDS"); do
    id=$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')
    ctr -n k8s.io sandboxes run --runtime io.containerd.runc.v2 /run/empty.json "$id" >/dev/null 2>&1 || true
    left=$(ctr -n k8s.io sandboxes ls)
    grep -q "^$id" <<<"$left" || { echo "no record $id was left" >&2; exit 1; }
  done
  kill_main
}

cut_off() {
  local uid id one
  kubectl run cut --image docker.io/library/busybox:1.35 --image-pull-policy IfNotPresent --restart Never -- sleep 86400 >/dev/null
  kubectl wait pod/cut --for=condition=Ready --timeout=60s >/dev/null
  uid=$(kubectl get pod cut -o jsonpath='{.metadata.uid}')
  id=$(ctr -n k8s.io containers ls -q "labels.\"io.kubernetes.pod.uid\"==$uid,labels.\"io.cri-containerd.kind\"==sandbox")
  pkill -STOP -x kubelet # it must not take the record away with the pod
  kubectl delete pod cut --force --grace-period=0 >/dev/null 2>&1
  for one in $(ctr -n k8s.io containers ls -q "labels.\"io.kubernetes.pod.uid\"==$uid"); do
    ctr -n k8s.io tasks rm -f "$one" >/dev/null 2>&1 || true
    ctr -n k8s.io containers rm "$one"
  done
  pkill -KILL -x kubelet
  stop_all
  pkill -KILL -f "containerd-shim-runc-v2 .*-id $id" || true
  # The last brace becomes a space: the JSON is not whole, and nothing else in the file moves.
  ID=$id perl -0777 -i -pe '
    my $json = qr/(\{(?:[^{}"]|"(?:[^"\\]|\\.)*"|(?1))*\})/s;
    $n += s/(?=\{"Version":"v1","Metadata":\{"ID":"$ENV{ID}")$json/substr($1, 0, -1) . " "/ge;
    END { exit !$n }' "$ROOT/io.containerd.metadata.v1.bolt/meta.db"
  start_all
}

before=$(mark)
case $RECORD in cut) cut_off ;; *) without_metadata ;; esac
# It starts anew by itself: either it comes back, or it ends again.
deadline=$((SECONDS + 150))
known() {
  local said
  said=$(log "$before")
  grep -q -e 'Start streaming server' -e 'level=fatal' <<<"$said"
}
until known; do
  [ "$SECONDS" -lt "$deadline" ] || { echo 'containerd does not start at all' >&2; exit 1; }
  sleep 0.5
done
# Where it came back, pods are made anew before the node is at rest.
if ctr version >/dev/null 2>&1; then /opt/kubemend/settled 180; fi
