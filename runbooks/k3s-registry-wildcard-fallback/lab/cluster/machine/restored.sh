# Exit 0: the same Pods run, and where the mirror lacks the image its own registry was asked after the mirror.
. /opt/kubemend-lab/machine/lib.sh
for image in $IMAGES; do
  name=$(pod "$image")
  within 30 running "$name" || fail "$name does not run"
  asked mirror "$image" || fail "the mirror was not asked for $image"
  [ -e "$WORK/completed" ] || asked upstreams "$image" || fail "the own registry was not asked for $image"
done
echo 'the same Pods run, and the mirror is still asked first'
