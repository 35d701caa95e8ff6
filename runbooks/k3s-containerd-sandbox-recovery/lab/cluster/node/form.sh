# What the scripts of this lab share: where a node of this FORM has what. `plain`: containerd is a service of its own; `server` and `agent`: it is a
# child of K3s, in K3s's places.
K3S=/var/lib/rancher/k3s
case $FORM in
  plain) SERVICE=containerd ROOT=/var/lib/containerd ;;
  server) SERVICE=k3s ROOT=$K3S/agent/containerd ;;
  agent) SERVICE=k3s-agent ROOT=$K3S/agent/containerd ;;
esac

# What containerd has said since `mark` was printed; without one, lately.
mark() { if [ "$FORM" = plain ]; then journalctl -u containerd --no-pager -n 0 --show-cursor | sed -n 's/^-- cursor: //p'; else stat -c %s "$ROOT/containerd.log"; fi; }
log() {
  case $FORM/${1:-} in
    plain/) journalctl -u containerd --no-pager -o cat -n 2000 ;;
    plain/*) journalctl -u containerd --no-pager -o cat --after-cursor "$1" ;;
    */) tail -n 2000 "$ROOT/containerd.log" ;;
    *) tail -c "+$(($1 + 1))" "$ROOT/containerd.log" ;;
  esac
}

# Of K3s the kubelet is a part, as containerd is.
stop_all() { if [ "$FORM" = plain ]; then systemctl stop kubelet containerd; else systemctl stop "$SERVICE"; fi; }
start_all() {
  [ "$FORM" != plain ] || systemctl start kubelet
  systemctl start --no-block "$SERVICE"
}
