# The state that counts: what the engine holds, what each node's containerd holds of images, what is in the clusters, and the person's files.
# Left out is what moves by itself: content that nothing refers to, which containerd collects when it likes; the layers that a failing Pod
# extracts over and over, the snapshots of containers, states and times.
. /opt/kubemend-lab/machine/lib.sh
# Of the content of a node, what an image, or other content, refers to.
content() {
  { ctr_on "$1" images ls | awk 'NR > 1 { print "wanted", $3 }'; ctr_on "$1" content ls; } | awk '
    $1 == "wanted" { wanted[$2]; next }
    { there[$1]; rest = $0
      while (match(rest, /gc\.ref\.content[^=,]*=sha256:[0-9a-f]+/)) {
        found = substr(rest, RSTART, RLENGTH); sub(/.*=/, "", found); wanted[found]; rest = substr(rest, RSTART + RLENGTH) } }
    END { for (digest in there) if (digest in wanted) print digest }' | sort
}

echo '## engine'
docker images -a --no-trunc --format '{{.Repository}}:{{.Tag}} {{.ID}}' | sort
docker ps -a --no-trunc --format '{{.Names}} {{.ID}} {{.State}}' | sort
docker volume ls -q | sort
for cluster in $(clusters); do
  for node in $(nodes "$cluster"); do
    echo "## containerd of $node"
    ctr_on "$node" images ls | awk '{ print $1, $3 }' | sort
    content "$node"
    ctr_on "$node" snapshots ls | awk '$NF == "Committed" { print $1 }' | sort
  done
  echo "## objects of $cluster"
  api "$cluster" get pods,deployments,daemonsets,services,configmaps,secrets,nodes -A -o jsonpath='{range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name} {.metadata.uid}{"\n"}{end}' | sort
done
echo '## files'
find /root /tmp /var/lib/lab -xdev ! -type d ! -path '/root/.kube/cache/*' -printf '%p %s %T@\n' | sort
