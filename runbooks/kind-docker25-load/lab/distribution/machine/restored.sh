# Does the person's own Pod run on every node, from the right files, with nobody disturbed and nothing left behind?
. /opt/kubemend-lab/machine/lib.sh
fail() { echo "$*"; exit 1; }
restored() { # CLUSTER NODE IMAGE
  local pod
  pod=$(app "$2" "$3")
  within 90 ready "$1" "$pod" || fail "$pod does not run"
  [ "$(api "$1" exec "$pod" -- cat /file1)" = 'file 1' ] || fail "the files in $pod are not those of the image"
  [ "$(record "$2" "$3")" = 'complete true' ] || fail "the record of $3 on $2 says: $(record "$2" "$3")"
}
each restored
for cluster in $(clusters); do
  [ -z "$(api "$cluster" get pods -A -o name | grep -F canary || true)" ] || fail "a canary was left in $cluster"
  restarts=$(api "$cluster" get pods -l run -o jsonpath='{range .items[*]}{.status.containerStatuses[0].restartCount}{end}' | tr -d 0)
  [ -z "$restarts" ] || [ "$RESTARTS" = allowed ] || fail 'a bystander was restarted'
done
echo 'the Pods run by themselves, the canary is gone, the bystanders ran on'
