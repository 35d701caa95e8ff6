# Does the Pod run by itself, has nobody's Pod been left behind, and does the image outlive another crash, with no copy of it on the node?
. /opt/kubemend-lab/machine/lib.sh
[ -z "$(api get pods -A -o name | grep canary || true)" ] || fail 'the canary was left behind'
if [ "$CASE" = by-hand ]; then
  within 60 ready app || fail 'the Pod does not run'
  echo 'the Pod runs from the copy of the node; the canary is gone'
  exit
fi
# The kubelet tries again after five minutes at most; a new Pod does not wait for that.
gone app
pod app v1
within 60 ready app || fail 'the Pod does not run'
restart
gone app
forget || fail 'the node keeps a copy'
serves v1 || fail "after another crash the manifest answers $(manifest v1)"
pod app v1
within 90 ready app || fail 'after another crash the image cannot be pulled'
[ "$(api exec app -- cat /version)" = 'app v1' ] || fail 'it is another image'
[ -z "$SINCE" ] || serves "$SINCE" || fail "app:$SINCE, which was pushed between, is lost"
echo 'the canary is gone; after another crash, and without a copy on the node, the image is pulled and runs'
