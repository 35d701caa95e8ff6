# What the scripts of this lab share. They run on the machine of the engine, where the two registries are, and reach the node through docker.
# IMAGES: what the Pods ask for; STYLE: how registries.yaml is written; HOLDS: what the mirror has; see `settings` in lab.yaml.
WORK=/var/lib/lab
mkdir -p "$WORK"
NODE=$(kind get nodes --name "$(kind get clusters | head -1)" | head -1)
on_node() { docker exec "$NODE" "$@"; }
api() { on_node kubectl --kubeconfig /etc/kubernetes/admin.conf --request-timeout=10s -n default "$@"; }
fail() { echo "$*"; exit 1; }

# within SECONDS COMMAND…: until it succeeds.
within() {
  local deadline=$((SECONDS + $1))
  until "${@:2}" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.5
  done
}

pod() { local name=${1##*/}; echo "uses-${name%%:*}"; }
running() { [ "$(api get pod "$1" -o jsonpath='{.status.phase}')" = Running ]; }
waits() { case $(api get pod "$1" -o jsonpath='{.status.containerStatuses[0].state.waiting.reason}') in ErrImagePull | ImagePullBackOff) ;; *) return 1 ;; esac; }
# asked REGISTRY IMAGE: was it asked for this image since the injection?
asked() { local path=${2#*/}; grep -qF "/v2/${path%%:*}/manifests/" "$WORK/$1.log"; }
