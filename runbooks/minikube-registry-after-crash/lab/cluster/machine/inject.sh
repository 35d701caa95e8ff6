# The node is killed, or stopped, and started again. Then the Pod is made anew, as a Deployment would, so that it pulls.
. /opt/kubemend-lab/machine/lib.sh
if [ "$CASE" = volume ] || [ "$CASE" = damaged ]; then
  # The registry has had a volume before anything happened.
  api -n kube-system patch replicationcontroller registry -p '{"spec": {"template": {"spec": {"volumes": [{"name": "data", "hostPath": {"path": "/data/registry", "type": "DirectoryOrCreate"}}], "containers": [{"name": "registry", "volumeMounts": [{"name": "data", "mountPath": "/var/lib/registry"}]}]}}}}' >/dev/null
  api -n kube-system delete pod -l actual-registry=true >/dev/null
  within 60 registry_up
  push v1
elif [ -n "$(mount_of_registry)" ]; then
  # The fix was done before: the addon is taken away with its data, and made and filled again.
  api -n kube-system delete replicationcontroller,deployment registry --ignore-not-found --cascade=foreground >/dev/null
  on_node rm -rf /data/kubemend-registry
  minikube addons enable registry
  /opt/kubemend/settled
  within 60 registry_up
  push v1
  gone app
  pod app v1
  within 90 ready app
fi
if [ "$CASE" = damaged ]; then
  # What a power cut leaves of a file that had not reached the disk: its name.
  digest=$(on_node curl -s -o /dev/null -D - -H "$ACCEPT" http://localhost:5000/v2/app/manifests/v1 | tr -d '\r' | sed -n 's/^docker-content-digest: sha256://Ip')
  on_node truncate -s 0 "/data/registry/docker/registry/v2/blobs/sha256/${digest:0:2}/$digest/data"
fi
restart
[ -z "$SINCE" ] || push "$SINCE"
gone app
pod app v1
# A tag that nobody ever pushed.
[ "$CASE" != volume ] || pod typo v7
