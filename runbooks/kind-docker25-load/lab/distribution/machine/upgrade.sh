# What the instruction of the resolution `upgrade` asks of the person: another engine, the nodes started again, the records removed, the image loaded.
. /opt/kubemend-lab/machine/lib.sh
# Of the time before, the API server tells for a while: a bystander that was started after the engine is a fact of now.
before=$(date -u +%FT%TZ)
# On a busy machine the cluster may take longer than the engine's own patience; what counts is below.
/opt/kubemend/engine 25.0.1 || [ "$(docker version -f '{{.Server.Version}}')" = 25.0.1 ]
started() { local at; at=$(api "$1" get pod "bystander-$2" -o jsonpath='{.status.containerStatuses[0].state.running.startedAt}') && [[ $at > $before ]]; }
for cluster in $(clusters); do
  for node in $(nodes "$cluster"); do within 240 started "$cluster" "$node"; done
done
again() { forget "$2" "$3"; }
each again
for cluster in $(clusters); do for image in $IMAGES; do kind load docker-image --name "$cluster" "$image"; done; done
