# Is all as it should be, before anything is broken, and in a control after what the person did?
. /opt/kubemend-lab/machine/lib.sh
fail() { echo "$*"; exit 1; }

for cluster in $(clusters); do
  for node in $(nodes "$cluster"); do within 30 ready "$cluster" "bystander-$node" || fail "the bystander on $node does not run"; done
done
first_cluster=$(clusters | sed -n 1p)
first=$(nodes "$first_cluster" | sed -n 1p)
case $CASE in
  poison) echo 'the bystanders run, and no node has the images' ;;
  right)
    runs() { within 60 ready "$1" "$(app "$2" "$3")" || fail "$3 does not run on $2"; }
    each runs
    echo "$IMAGES: loaded, and its Pods run"
    ;;
  never-loaded)
    within 30 waiting "$first_cluster" "$(app "$first" app:v1)" ErrImageNeverPull || fail 'the Pod does not say ErrImageNeverPull'
    [ -z "$(record "$first" app:v1)" ] || fail 'the image is there'
    echo 'the Pod says ErrImageNeverPull'
    ;;
  not-unpacked | one-platform)
    state=$(record "$first" app:v1)
    [ "$state" = 'complete false' ] || fail "the record says: $state"
    echo "the record says: $state"
    ;;
esac
