# Exit 0: the last start of containerd ended over such a record, it does not answer, and the web does.
last_start() {
  journalctl -u containerd --no-pager -o cat -n 2000 |
    awk '/msg="Start recovering state"/ { end = "" } /msg="Start streaming server"/ { end = "up" } /level=fatal.*failed to get metadata for stored sandbox/ { end = "fatal" } END { print end }'
}
deadline=$((SECONDS + 150))
until [ "$(last_start)" = fatal ] && ! ctr version >/dev/null 2>&1; do
  [ "$SECONDS" -lt "$deadline" ] || { echo 'containerd starts all the same'; exit 1; }
  sleep 0.5
done
curl -fsS -m 5 -o /dev/null "http://$(hostname -I | awk '{ print $1 }'):30080/" || { echo 'the web does not answer'; exit 1; }
echo 'containerd ended at its last start, and the web answers'
