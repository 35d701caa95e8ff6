# The state that counts: what the registry serves and how it is set up, the images of the node, the objects of the person, and the files.
# Left out is what moves by itself, the copy that the fix makes and says to leave, and the registry's own Pod, which the fix replaces.
. /opt/kubemend-lab/machine/lib.sh
echo '## addon'
api -n kube-system get replicationcontrollers,deployments,daemonsets,services -o json | on_node jq -S '[.items[] | {kind, name: .metadata.name, uid: .metadata.uid, spec: (.spec | del(.template.metadata.annotations))}]'
echo '## registry'
on_node curl -s -m 5 http://localhost:5000/v2/_catalog
echo '## images'
case $RUNTIME in
  docker) on_node docker images --no-trunc --digests --format '{{.Repository}}:{{.Tag}} {{.Digest}} {{.ID}}' ;;
  *) on_node ctr -n k8s.io images ls | awk '{ print $1, $3 }' ;;
esac | sort
echo '## objects'
api get pods,deployments,daemonsets,services,configmaps,secrets,nodes -n default -o jsonpath='{range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name} {.metadata.uid}{"\n"}{end}' | sort
echo '## files'
find /root /tmp /var/lib/lab -xdev ! -type d ! -path '/root/.kube/cache/*' -printf '%p %s %T@\n' | sort
