# Exit 0: every Pod waits for its image with "not found", the mirror was asked for it, and its own registry was not.
. /opt/kubemend-lab/machine/lib.sh
for image in $IMAGES; do
  name=$(pod "$image")
  waits "$name" || fail "$name does not wait for its image"
  api get events --field-selector "involvedObject.name=$name" -o jsonpath='{.items[*].message}' | grep -qF "$image: not found" || fail "no event of $name says: $image: not found"
  asked mirror "$image" || fail "the mirror was not asked for $image"
  if asked upstreams "$image"; then fail "the own registry was asked for $image"; fi
done
echo "ImagePullBackOff, not found; the mirror was asked, the images' own registries were not"
