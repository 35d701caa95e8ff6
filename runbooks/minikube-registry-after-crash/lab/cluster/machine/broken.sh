# Is it the failure of the reports? The registry answers and does not know the image, and the Pod waits for it.
. /opt/kubemend-lab/machine/lib.sh
registry_up >/dev/null || fail 'the registry does not answer'
answer=$(on_node curl -s -m 5 http://localhost:5000/v2/app/manifests/v1)
grep -q MANIFEST_UNKNOWN <<<"$answer" || fail "the registry says: $answer"
within 60 waits app || fail 'the Pod does not wait'
case $RUNTIME in
  docker) said='manifest for localhost:5000/app:v1 not found: manifest unknown: manifest unknown' ;;
  *) said='failed to resolve reference "localhost:5000/app:v1": localhost:5000/app:v1: not found' ;;
esac
api get events --field-selector involvedObject.name=app,type=Warning -o custom-columns=M:.message --no-headers | grep -F "$said" >/dev/null ||
  fail "no event says: $said"
echo "catalogue $(on_node curl -s -m 5 http://localhost:5000/v2/_catalog | tr -d '\n'); MANIFEST_UNKNOWN; ErrImagePull: $said"
