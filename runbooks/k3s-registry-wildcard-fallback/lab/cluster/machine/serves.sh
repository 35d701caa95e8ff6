# Exit 0: the node is Ready, K3s is up, and the Pods, if there are any yet, are as the case has them.
. /opt/kubemend-lab/machine/lib.sh
[ "$(api get nodes -o jsonpath='{.items[0].status.conditions[?(@.type=="Ready")].status}')" = True ] || fail 'the node is not Ready'
on_node systemctl is-active -q k3s || fail 'k3s is not active'
for image in $IMAGES; do
  name=$(pod "$image")
  [ -n "$(api get pod "$name" --ignore-not-found -o name)" ] || continue
  case $EXPECT in
    runs) running "$name" || fail "$name does not run" ;;
    waits) waits "$name" || fail "$name does not wait for its image" ;;
  esac
done
echo "the node is Ready; what there is of Pods $EXPECT"
