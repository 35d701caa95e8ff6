/** What is run on the engine and on the node to make a cluster, and to know that it is one. */

/**
 * kind's own CNI image cannot be had without a registry: the node brings a bridge, and portmap for hostPorts. The route: whoever asks for
 * a Service before kube-proxy has its rules is refused at once and asks again; unanswered, CoreDNS would wait for half a minute.
 */
export const createCluster = `
ip route replace local 10.96.0.0/16 dev lo
kind create cluster --name "$NAME" --retain --wait 180s --config - <<CONFIG
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
networking: { disableDefaultCNI: true }
nodes: [{ role: control-plane, image: "$IMAGE" }]
CONFIG
`;

/** kind calls a cluster Ready before pods may be made in it and before its names resolve. */
export const settled = `
deadline=$((SECONDS + LIMIT))
until kubectl -n default get serviceaccount default >/dev/null 2>&1; do
  [ "$SECONDS" -lt "$deadline" ] || { echo 'there is no service account "default"' >&2; exit 1; }
  sleep 0.2
done
kubectl wait --for=condition=Ready nodes --all --timeout="\${LIMIT}s" >/dev/null
for one in daemonset/kube-proxy deployment/coredns; do kubectl -n kube-system rollout status "$one" --timeout="\${LIMIT}s" >/dev/null; done
kubectl -n kube-system wait --for=condition=Ready pods --all --timeout="\${LIMIT}s" >/dev/null || { kubectl get pods -A >&2; exit 1; }
`;

/** The lab's files go to the node; the person's machine gets a kubectl of the same version. */
export const copyFiles = `
tar -C /opt -c kubemend-lab | docker cp - "$NODE:/opt/"
docker cp -q "$NODE:/usr/bin/kubectl" /usr/local/bin/kubectl
`;

export const addressOfNode = `docker inspect -f '{{.NetworkSettings.Networks.kind.IPAddress}}' "$NODE"`;

/** Why a cluster did not come: the end of what its kubelet and its containers say. */
export const complaints = `
docker logs --tail 5 "$NODE" 2>&1 || true
docker exec "$NODE" journalctl -u kubelet -u containerd --no-pager -o cat -n 8 2>&1 || true
`;

/**
 * The state of the node and of what is in the cluster, without what moves by itself: leases, events, heartbeats, clocks, and the rules
 * that kube-proxy and the kubelet keep (KUBE-…), which they write anew whenever an endpoint moves.
 * A container counts as long as it runs, for those that have ended are tidied up at a time of the kubelet's own.
 */
export const snapshotScript = `
show() { echo "## $1"; shift; "$@" 2>/dev/null || true; }
for save in iptables-legacy-save ip6tables-legacy-save iptables-nft-save ip6tables-nft-save; do
  echo '## rules'; "$save" 2>/dev/null | grep -v KUBE- || true
done
show links ip -o link
show addresses ip -o address
show routes ip -4 route show table all
show namespaces ip netns list
show units systemctl is-active containerd kubelet
echo '## tasks'; ctr -n k8s.io tasks ls | awk '$3 == "RUNNING" { print $1 }' | sort
echo '## images'; ctr -n k8s.io images ls -q | sort
echo '## objects'; kubectl get pods,daemonsets,deployments,services,endpoints,configmaps,secrets,nodes -A --ignore-not-found \\
  -o jsonpath='{range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name} {.metadata.uid} {.metadata.generation} {.status.podIP} {.status.phase}{"\\n"}{end}' 2>&1 | sort
echo '## files'; find /etc /opt /usr/local /usr/bin /root /snap /var/snap /var/lib/cni /tmp -xdev ! -type d -printf '%y %m %s %T@ %p %l\\n' 2>/dev/null | sort
`;
