# Builds the images in Docker, and starts a bystander on every node: a Pod that has to run on, whatever is done about the images.
. /opt/kubemend-lab/machine/lib.sh
first=$(nodes "$(clusters | sed -n 1p)" | sed -n 1p)
ctr_on "$first" images export - "$REGISTRY/busybox:1.35" | docker load >/dev/null

build() { # IMAGE, with the Dockerfile on stdin
  cat >"$WORK/Dockerfile"
  DOCKER_BUILDKIT=0 docker build -q -t "$1" "$WORK" >/dev/null 2>&1
}
for number in 1 2 3 4 5; do echo "file $number" >"$WORK/file$number"; done
# Six layers, so that their order is seldom right by chance.
{
  echo 'FROM busybox:1.35'
  for number in 1 2 3 4 5; do echo "COPY file$number /file$number"; done
  echo 'CMD ["sleep", "86400"]'
} | build app:v1
# The same layer twice.
printf '%s\n' 'FROM busybox:1.35' 'COPY file1 /file1' 'COPY file1 /file1' 'CMD ["sleep", "86400"]' | build twice:v1

for cluster in $(clusters); do
  for node in $(nodes "$cluster"); do
    api "$cluster" run "bystander-$node" --image=busybox:1.35 --image-pull-policy=Never \
      --overrides="{\"spec\": {\"nodeName\": \"$node\", \"tolerations\": [{\"operator\": \"Exists\"}], \"terminationGracePeriodSeconds\": 0}}" \
      --command -- sleep 86400 >/dev/null
    within 60 ready "$cluster" "bystander-$node"
  done
done
