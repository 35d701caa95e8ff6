# Makes the kind node what a node of minikube is, enables the registry addon, and pushes an image that a Pod then pulls. Settings: see lab.yaml.
. /opt/kubemend-lab/machine/lib.sh
mkdir -p /var/lib/minikube-stand-in
printf '%s=%s\n' NODE "$NODE" CONTROLLER "$CONTROLLER" RUNTIME "$RUNTIME" >/var/lib/minikube-stand-in/settings
ln -s /opt/kubemend-lab/stand-ins/minikube /usr/local/bin/minikube
# minikube names the context as the profile. The current one is another, which leads nowhere: nothing may use it.
context=$(kubectl config current-context)
kubectl config rename-context "$context" minikube >/dev/null
kubectl config set-context elsewhere --cluster=nowhere --user=nobody >/dev/null
kubectl config use-context elsewhere >/dev/null

# The user of `minikube ssh`, and the runtime as minikube sets it (for containerd: deploy/kicbase/containerd.toml).
on_node bash -c 'useradd -m -s /bin/bash docker && echo "docker ALL=(ALL) NOPASSWD:ALL" >/etc/sudoers.d/docker'
if [ "$RUNTIME" = docker ]; then
  bash /opt/kubemend-lab/machine/docker-runtime.sh
else
  on_node sed -i 's/^snapshotter = .*/&\ndiscard_unpacked_layers = true/' /etc/containerd/config.toml
  # The kubelet makes the control plane anew after that, some seconds later.
  on_node systemctl restart containerd
  sleep 10
fi
/opt/kubemend/settled

# Debian's registry as an image like upstream's: it declares a volume for what it keeps.
mkdir -p "$WORK/registry"
printf 'version: 0.1\nstorage: { filesystem: { rootdirectory: /var/lib/registry }, cache: { blobdescriptor: inmemory } }\nhttp: { addr: ":5000" }\n' >"$WORK/registry/config.yml"
mapfile -t libraries < <(ldd /usr/bin/docker-registry | grep -o '/[^ ]*')
tar -C / -ch usr/bin/docker-registry "${libraries[@]#/}" -C "$WORK/registry" config.yml |
  docker import -c 'VOLUME /var/lib/registry' -c 'ENTRYPOINT ["/usr/bin/docker-registry", "serve", "/config.yml"]' - lab-registry:1 >/dev/null
docker save lab-registry:1 | load
on_node ctr -n k8s.io images export - docker.io/library/busybox:1.35 | docker load >/dev/null
for tag in v1 v2; do
  echo "app $tag" >"$WORK/version"
  printf 'FROM busybox:1.35\nCOPY version /version\nCMD ["sleep", "86400"]\n' >"$WORK/Dockerfile"
  DOCKER_BUILDKIT=0 docker build -q -t "localhost:5000/app:$tag" "$WORK" >/dev/null 2>&1
done

minikube addons enable registry
/opt/kubemend/settled
within 60 registry_up
push v1
pod app v1
within 90 ready app
