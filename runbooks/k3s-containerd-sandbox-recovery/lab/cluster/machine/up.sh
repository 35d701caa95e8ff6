# On the machine of the engine, once: brings OPENRC, where the cell names one, onto the node, and then has the node take its form.
set -euo pipefail
NODE=$(kind get nodes -q --all-clusters | head -1)
if [ -n "${OPENRC:-}" ]; then
  # The node keeps what it has of its own: no init script of OpenRC's takes the place of one of Debian's.
  cd /opt/kubemend/extras/openrc
  tar -c -- * | docker exec -i "$NODE" tar -C / -x --keep-directory-symlink --skip-old-files
  docker exec "$NODE" ldconfig
fi
docker exec -e FORM="$FORM" -e VERSION="$VERSION" -e ARCHIVE="$ARCHIVE" -e OPENRC="${OPENRC:-}" "$NODE" bash /opt/kubemend-lab/node/up.sh
