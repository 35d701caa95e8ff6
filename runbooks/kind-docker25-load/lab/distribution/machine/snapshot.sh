# The state that counts: what the engine holds, what each node's containerd holds of images, what is in the clusters, and the person's files.
# Left out is what moves by itself: the layers that a failing Pod extracts over and over, the snapshots of containers, states and times.
. /opt/kubemend-lab/machine/lib.sh
echo '## engine'
docker images -a --no-trunc --format '{{.Repository}}:{{.Tag}} {{.ID}}' | sort
docker ps -a --no-trunc --format '{{.Names}} {{.ID}} {{.State}}' | sort
docker volume ls -q | sort
for cluster in $(clusters); do
  for node in $(nodes "$cluster"); do
    echo "## containerd of $node"
    ctr_on "$node" images ls | awk '{ print $1, $3 }' | sort
    ctr_on "$node" content ls -q | sort
    ctr_on "$node" snapshots ls | awk '$NF == "Committed" { print $1 }' | sort
  done
  echo "## objects of $cluster"
  api "$cluster" get pods,deployments,daemonsets,services,configmaps,secrets,nodes -A -o jsonpath='{range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name} {.metadata.uid}{"\n"}{end}' | sort
done
echo '## files'
find /root /tmp /var/lib/lab -xdev ! -type d ! -path '/root/.kube/cache/*' -printf '%p %s %T@\n' | sort
