# What the scripts of this lab share. They run on the machine of the person, with minikube (a stand-in), kubectl and docker.
WORK=/var/lib/lab
NODE=$(kind get nodes -q --all-clusters | head -1)
mkdir -p "$WORK"
. /opt/kubemend-lab/machine/thaw.sh

api() { kubectl --context minikube --request-timeout=10s "$@"; }
on_node() { docker exec -i "$NODE" "$@"; }
fail() { echo "$*"; exit 1; }

# within SECONDS COMMAND…: until it succeeds.
within() {
  local deadline=$((SECONDS + $1))
  until "${@:2}" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.5
  done
}

# load: an archive of images on stdin, into the store of the node.
load() { if [ "$RUNTIME" = docker ]; then on_node docker load; else on_node ctr -n k8s.io images import -; fi >/dev/null; }

registry_up() { on_node curl -sf -m 5 http://localhost:5000/v2/; }
# manifest TAG: the HTTP status of the manifest of app:TAG.
ACCEPT='Accept: application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json'
manifest() { on_node curl -s -m 5 -o /dev/null -w '%{http_code}' -H "$ACCEPT" "http://localhost:5000/v2/app/manifests/$1"; }
serves() { [ "$(manifest "$1")" = 200 ]; }

# push TAG, as BUILT says: `host`: built on the machine of the person and pushed through `kubectl port-forward`, as minikube's handbook
# has it; `node`: put into the store of the node, and pushed from there.
push() {
  local forward
  if [ "$BUILT" = node ]; then
    minikube image load "localhost:5000/app:$1"
    if [ "$RUNTIME" = docker ]; then
      on_node docker push -q "localhost:5000/app:$1" >/dev/null
    else
      on_node ctr -n k8s.io images push --plain-http "localhost:5000/app:$1" >/dev/null
    fi
  else
    kubectl --context minikube -n kube-system port-forward service/registry 5000:80 >"$WORK/forward" 2>&1 &
    forward=$!
    within 20 curl -sf -m 5 http://localhost:5000/v2/
    docker push -q "localhost:5000/app:$1" >/dev/null
    kill "$forward"
    wait "$forward" 2>/dev/null || true
  fi
  serves "$1"
}

# A Pod of app:TAG, which pulls whenever it starts, if no other policy is given.
pod() { # NAME TAG [POLICY]
  api apply -f - >/dev/null <<POD
apiVersion: v1
kind: Pod
metadata: { name: "$1" }
spec:
  terminationGracePeriodSeconds: 0
  tolerations: [{ operator: Exists }]
  containers: [{ name: app, image: "localhost:5000/app:$2", imagePullPolicy: ${3:-Always} }]
POD
}
ready() { [ "$(api get pod "$1" -o jsonpath='{.status.containerStatuses[0].ready}')" = true ]; }
waits() { [[ $(api get pod "$1" -o jsonpath='{.status.containerStatuses[0].state.waiting.reason}') =~ ^(ErrImagePull|ImagePullBackOff)$ ]]; }
gone() { api delete pod "$@" --force --grace-period=0 --ignore-not-found >/dev/null 2>&1; }

# Until the node has no copy of the images left. Docker keeps one as long as a container that has ended uses it.
forget() {
  local name
  case $RUNTIME in
    docker) for name in $(on_node docker images --format '{{.Repository}}:{{.Tag}}' localhost:5000/app); do within 60 on_node docker rmi "$name"; done ;;
    *) for name in $(on_node ctr -n k8s.io images ls -q | grep '^localhost:5000/app'); do on_node ctr -n k8s.io images rm --sync "$name" >/dev/null; done ;;
  esac
}

# Killed or stopped, and started again. After it the API server tells of the time before for a while: only new facts count.
restart() {
  if [ "$HOW" = stop ]; then
    minikube stop >/dev/null
  else
    docker kill "$NODE" >/dev/null &
    thawing $!
  fi
  minikube start >/dev/null
  /opt/kubemend/settled
  within 60 registry_up
}
mount_of_registry() { api -n kube-system get replicationcontrollers,deployments -o jsonpath='{.items[?(@.metadata.name=="registry")].spec.template.spec.containers[0].volumeMounts[*].mountPath}'; }
