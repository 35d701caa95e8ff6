# Runs on the node, once: puts the stand-ins where the snap's own programs would be, and the DaemonSets of the cell into the cluster.
LAB=/opt/kubemend-lab
DATA=/var/snap/microk8s/current

mkdir -p /snap/bin "/snap/microk8s/$REVISION" "$DATA/args" "$DATA/var/lock" /var/snap/microk8s/common/stand-in
ln -s "$REVISION" /snap/microk8s/current
ln -s "$LAB/stand-ins/microk8s" /snap/bin/microk8s
ln -s "$LAB/stand-ins/snap" /usr/bin/snap
ln -s /etc/cni/net.d "$DATA/args/cni-network"
printf '%s=%s\n' VERSION "$VERSION" REVISION "$REVISION" TRACKING "$TRACKING" RECORDS_AFTER_STOP "$RECORDS_AFTER_STOP" >/var/snap/microk8s/common/stand-in/settings
# As Ubuntu has it, where snaps live.
echo 'Defaults secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin"' >/etc/sudoers.d/snap

# portmap calls the first iptables of the PATH: legacy in the real snap. The kubelet writes rules of its own with it, once a minute or when it
# starts: they are there before anybody looks.
for program in iptables ip6tables; do update-alternatives --quiet --set "$program" "/usr/sbin/$program-legacy"; done
systemctl restart kubelet
chains() { iptables-legacy -S KUBE-FIREWALL && iptables-legacy -t mangle -S KUBE-IPTABLES-HINT && iptables-legacy -t mangle -S KUBE-KUBELET-CANARY; }
until chains >/dev/null 2>&1; do
  [ "$SECONDS" -lt 60 ] || { echo 'the kubelet writes no rules with iptables-legacy' >&2; exit 1; }
  sleep 0.2
done

kubectl create namespace ingress >/dev/null
for pod in $PODS; do kubectl apply -f "$LAB/workload/$pod.json" >/dev/null; done
/opt/kubemend/settled 120
