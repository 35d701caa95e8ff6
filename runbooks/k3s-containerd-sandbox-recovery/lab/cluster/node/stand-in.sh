# Sourced with `k3s` or `rke2`. What the stand-ins for both share, as the real ones do: RKE2 links the code of K3s. It follows k3s-io/k3s
# pkg/agent/containerd/containerd.go (Run, PreloadImages), command.go (addDeathSig) and pkg/agent/run.go: containerd is a child, writes to containerd.log and
# dies with its parent; once the CRI answers, the archives in agent/images are imported and the kubelet is started; when containerd ends, all of it ends, and
# what supervises it starts it anew.
DATA=/var/lib/rancher/$1
SOCKET=/run/k3s/containerd/containerd.sock

# Dies with this process, however that ends.
child() { env -u NOTIFY_SOCKET setpriv --pdeathsig KILL "$@" & }

# after CONDITION COMMAND…: a child that waits for it.
# shellcheck disable=SC2016 # the words are for the shell that waits
after() { child bash -c "until $1; do sleep 0.5; done 2>/dev/null"'; exec "$@"' after "${@:2}"; }

# shellcheck disable=SC2034 # conditions for those who source this
ETCD_ANSWERS='echo >/dev/tcp/127.0.0.1/2379'
# shellcheck disable=SC2034
API_ANSWERS='curl -fsSk -m 2 -o /dev/null https://127.0.0.1:6443/readyz'
api_answers() { curl -fsSk -m 2 -o /dev/null "https://127.0.0.1:$1/readyz" 2>/dev/null; }

ended() {
  local code=0
  wait "$containerd" || code=$?
  echo "containerd: exit status $code" >&2
  exit 1
}

# until_or_ended COMMAND…: until it succeeds, as long as containerd lives.
until_or_ended() { until "$@"; do kill -0 "$containerd" 2>/dev/null || ended; sleep 0.5; done; }

# The call that both wait for: Version of the RuntimeService, an empty message of gRPC.
cri_answers() {
  printf '\0\0\0\0\0' | curl -s -m 3 --http2-prior-knowledge --unix-socket "$SOCKET" -H 'content-type: application/grpc' -H 'te: trailers' \
    --data-binary @- http://localhost/runtime.v1.RuntimeService/Version | grep -qa containerd
}

# containerd, and then the archives that lie on the node.
runtime() {
  local archive
  mkdir -p "$DATA/agent/containerd"
  child containerd -c "$DATA/agent/etc/containerd/config.toml" -a "$SOCKET" --state /run/k3s/containerd --root "$DATA/agent/containerd" \
    >>"$DATA/agent/containerd/containerd.log" 2>&1
  containerd=$!
  until_or_ended cri_answers
  for archive in "$DATA"/agent/images/*.tar; do
    [ ! -e "$archive" ] || ctr -a "$SOCKET" -n k8s.io images import --local --all-platforms "$archive" >/dev/null || echo "could not import $archive" >&2
  done
}

# Prints how the kubelet is called, one word a line; as the child of a service of systemd it is told in which cgroup its runtime is.
kubelet_words() {
  local words
  . /var/lib/kubelet/kubeadm-flags.env
  read -ra words <<<"$KUBELET_KUBEADM_ARGS"
  printf '%s\n' kubelet --kubeconfig "$DATA/agent/kubelet.kubeconfig" --config /var/lib/kubelet/config.yaml --resolv-conf /etc/resolv.kubelet \
    "${words[@]}" --container-runtime-endpoint "unix://$SOCKET"
  [ -z "${INVOCATION_ID:-}" ] || printf '%s\n' --runtime-cgroups "/system.slice/$1.service"
}

# Where systemd waits for it, as the real ones do.
ready() { [ -z "${NOTIFY_SOCKET:-}" ] || systemd-notify --ready; }
