# What the scripts of this lab share. They run on the machine of the person, with docker, kind and kubectl.
# CASE says what is done with the images IMAGES: see `settings` in lab.yaml.
REGISTRY=docker.io/library
WORK=/var/lib/lab
mkdir -p "$WORK"

clusters() { kind get clusters; }
nodes() { kind get nodes --name "$1"; }
api() { kubectl --kubeconfig <(kind get kubeconfig --name "$1") --request-timeout=10s -n default "${@:2}"; }
ctr_on() { docker exec "$1" ctr -n k8s.io "${@:2}"; }

# records NODE IMAGE: every name of every digest under which the node knows the image, by its name or by its id.
records() {
  local id
  id=$(docker image inspect -f '{{.Id}}' "$2")
  ctr_on "$1" images ls | awk -v name="$REGISTRY/$2" -v id="$id" '
    { names[$3] = names[$3] "\n" $1 } $1 == name || $1 == id { ours[$3] }
    END { for (digest in ours) print names[digest] }' | sed '/^$/d'
}
forget() {
  local name
  for name in $(records "$1" "$2"); do ctr_on "$1" images rm --sync "$name" >/dev/null; done
}
# record NODE IMAGE: "<status> <unpacked>" of the record with that name; nothing when there is none.
record() { ctr_on "$1" images check "name==$REGISTRY/$2" | awk -v name="$REGISTRY/$2" '$1 == name { print $4, $NF }'; }

# within SECONDS COMMAND…: until it succeeds.
within() {
  local deadline=$((SECONDS + $1))
  until "${@:2}" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.5
  done
}

# A Pod of the image on the node, as a person would make it: it never pulls.
pod() { # CLUSTER NODE NAME IMAGE
  api "$1" apply -f - >/dev/null <<POD
apiVersion: v1
kind: Pod
metadata: { name: "$3", labels: { lab: "yes" } }
spec:
  nodeName: "$2"
  terminationGracePeriodSeconds: 0
  tolerations: [{ operator: Exists }]
  containers: [{ name: app, image: "$4", imagePullPolicy: Never }]
POD
}
ready() { [ "$(api "$1" get pod "$2" -o jsonpath='{.status.containerStatuses[0].ready}')" = true ]; }
waiting() { [ "$(api "$1" get pod "$2" -o jsonpath='{.status.containerStatuses[0].state.waiting.reason}')" = "$3" ]; }
# The name of the Pod of an image on a node.
app() { echo "${2%%:*}-$1"; }

# Each cluster, node and image in turn.
each() { # COMMAND…: called with CLUSTER NODE IMAGE
  local cluster node image
  for cluster in $(clusters); do
    for node in $(nodes "$cluster"); do
      for image in $IMAGES; do "$@" "$cluster" "$node" "$image"; done
    done
  done
}
