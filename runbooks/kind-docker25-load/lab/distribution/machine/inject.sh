# What a person does, by the case of the cell.
. /opt/kubemend-lab/machine/lib.sh

# Docker 25.0.0 takes the order of the layers from a Go map: it is random, and now and then it is right. A load that worked is taken back
# and tried again, until the failure of the report happens. 25.0.0-rc.1, and an image with a repeated layer, fail at once.
poison() { # CLUSTER IMAGE
  local try node
  for ((try = 1; try <= 60; try++)); do
    for node in $(nodes "$1"); do forget "$node" "$2"; done
    if ! kind load docker-image --name "$1" "$2" >"$WORK/load-$1-${2%%:*}" 2>&1; then
      echo "load $try failed"
      return 0
    fi
  done
  echo '60 loads in a row worked' >&2
  return 1
}

# The moment between the record of an image and its unpacking, held still. Without its OCI half the archive is right under every engine.
import_without_unpacking() {
  rm -rf "$WORK/x"
  mkdir "$WORK/x"
  docker save app:v1 | tar -x -C "$WORK/x"
  rm "$WORK/x/oci-layout" "$WORK/x/index.json"
  tar -C "$WORK/x" -c . | docker exec -i "$first" ctr -n k8s.io images import --all-platforms --digests --no-unpack - >/dev/null
}

# An index of two platforms, of which the content of one is there, and not unpacked.
import_one_platform() {
  local descriptor size digest
  import_without_unpacking
  rm -rf "$WORK/x"
  mkdir "$WORK/x"
  ctr_on "$first" images export - "$REGISTRY/app:v1" | tar -x -C "$WORK/x"
  forget "$first" app:v1
  descriptor=$(grep -o '{"mediaType":"[^"]*","digest":"sha256:[0-9a-f]*","size":[0-9]*' "$WORK/x/index.json" | tail -1)
  printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[%s,"platform":{"architecture":"amd64","os":"linux"}},%s,"platform":{"architecture":"arm64","os":"linux"}}]}' \
    "$descriptor" "$(sed "s/sha256:[0-9a-f]*/sha256:$(printf '%064d' 7)/" <<<"$descriptor")" >"$WORK/index"
  size=$(stat -c %s "$WORK/index")
  digest=$(sha256sum <"$WORK/index" | cut -d' ' -f1)
  cp "$WORK/index" "$WORK/x/blobs/sha256/$digest"
  printf '{"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.index.v1+json","digest":"sha256:%s","size":%s,"annotations":{"io.containerd.image.name":"%s"}}]}' \
    "$digest" "$size" "$REGISTRY/app:v1" >"$WORK/x/index.json"
  rm -f "$WORK/x/manifest.json"
  tar -C "$WORK/x" -c . | docker exec -i "$first" ctr -n k8s.io images import --no-unpack - >/dev/null
}

first=$(nodes "$(clusters | sed -n 1p)" | sed -n 1p)
case $CASE in
  poison)
    for cluster in $(clusters); do
      for image in $IMAGES; do poison "$cluster" "$image"; done
    done
    ;;
  right)
    for cluster in $(clusters); do
      for image in $IMAGES; do kind load docker-image --name "$cluster" "$image"; done
    done
    ;;
  never-loaded) ;;
  not-unpacked) import_without_unpacking ;;
  one-platform) import_one_platform ;;
esac

make_pod() { pod "$1" "$2" "$(app "$2" "$3")" "$3"; }
[ "$CASE" = one-platform ] || [ "$CASE" = not-unpacked ] || each make_pod
