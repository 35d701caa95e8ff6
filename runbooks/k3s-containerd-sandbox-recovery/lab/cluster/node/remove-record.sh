# For a mutation: removes the record by containerd's own means, and waits until containerd answers.
id=$(journalctl -u containerd --no-pager -o cat -n 500 | sed -n 's/.*stored sandbox \\"\([0-9a-f]*\)\\": not found.*/\1/p' | tail -n 1)
systemctl stop containerd
printf '%s\n' 'version = 2' 'disabled_plugins = ["io.containerd.grpc.v1.cri"]' >/run/without-cri.toml
systemd-run -q --unit=without-cri -p KillMode=process containerd -c /run/without-cri.toml
until ctr version >/dev/null 2>&1; do sleep 0.2; done
ctr -n k8s.io sandboxes rm -f "$id" || true
systemctl stop without-cri
systemctl reset-failed containerd || true
systemctl start containerd
until ctr version >/dev/null 2>&1; do sleep 0.2; done
