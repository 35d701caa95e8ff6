# What the scripts of this lab share: where a node of this FORM has what. `plain`: containerd is a service of its own; `server` and `agent`: it is a
# child of K3s, in K3s's places; `rke2-server`: a child of RKE2, in RKE2's. With OPENRC the services are OpenRC's and not systemd's.
case $FORM in
  plain) DISTRIBUTION='' SERVICE=containerd ;;
  server) DISTRIBUTION=k3s SERVICE=k3s ;;
  agent) DISTRIBUTION=k3s SERVICE=k3s-agent ;;
  rke2-server) DISTRIBUTION=rke2 SERVICE=rke2-server ;;
esac
DATA=/var/lib/rancher/${DISTRIBUTION:-k3s}
if [ "$FORM" = plain ]; then ROOT=/var/lib/containerd; else ROOT=$DATA/agent/containerd; fi

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

# Of K3s and RKE2 the kubelet is a part, as containerd is.
stop_all() {
  case $FORM/${OPENRC:-} in
    plain/) systemctl stop kubelet containerd ;;
    */) systemctl stop "$SERVICE" ;;
    *) rc-service -q "$SERVICE" stop ;;
  esac
}
start_all() {
  [ "$FORM" != plain ] || systemctl start kubelet
  if [ -z "${OPENRC:-}" ]; then systemctl start --no-block "$SERVICE"; else rc-service -q "$SERVICE" start; fi
}
# Kills what the service is, without a word to it; of OpenRC's supervise-daemon, whose id is in the file, that is the child.
kill_main() {
  if [ -z "${OPENRC:-}" ]; then systemctl kill -s KILL --kill-whom=main "$SERVICE"; else pkill -KILL -P "$(cat "/run/$SERVICE.pid")"; fi
}
