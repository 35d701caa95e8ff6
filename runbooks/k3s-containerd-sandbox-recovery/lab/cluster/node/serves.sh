# Exit 0: the web answers, the node is Ready, containerd answers.
ctr version >/dev/null 2>&1 || { echo 'containerd does not answer'; exit 1; }
ready=$(kubectl get nodes -o jsonpath='{.items[0].status.conditions[?(@.type=="Ready")].status}')
[ "$ready" = True ] || { echo "Ready=$ready"; exit 1; }
curl -fsS -m 3 -o /dev/null "http://$(hostname -I | awk '{ print $1 }'):30080/" || { echo 'the web does not answer'; exit 1; }
echo 'the web answers, the node is Ready'
