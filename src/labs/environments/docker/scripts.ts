/** The scripts of this environment. They need nothing of the machine but bash, util-linux and iproute2. */

/**
 * Process 1 of an engine, in new mount, network, UTS and pid namespaces. Its root is an overlay over a prepared Debian, so the
 * engine is the same whatever the machine runs, and the machine's own docker, its files and its bridge are out of sight.
 */
export const boot = `#!/bin/bash
set -eu
dir=$1 files=$2 instance=$3 root=$4 docker=$5 share=$6
read -ra stat </proc/self/stat
echo "\${stat[0]} \${stat[21]}" >"$dir/holder.new"
mv "$dir/holder.new" "$dir/holder"
exec 9>"$dir/ready"

mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs "$dir/mnt"
cd "$dir/mnt"
mkdir upper work root
mount -t overlay overlay -o "lowerdir=$root,upperdir=$PWD/upper,workdir=$PWD/work" root
for own in run tmp; do mount -t tmpfs -o mode=755 tmpfs "root/$own"; done
chmod 1777 root/tmp
mount -t proc proc root/proc
mount -t sysfs sysfs root/sys
mount --rbind /sys/fs/cgroup root/sys/fs/cgroup
mount --rbind /dev root/dev
mkdir -p root/var/lib/docker root/srv/share root/usr/lib/modules root/root/.kube root/run/kubemend/old root/opt
mount --bind "$dir/data" root/var/lib/docker
[ -z "$share" ] || mount --bind -o ro "$share" root/srv/share
[ -z "$files" ] || cp -r "$files" root/opt/kubemend-lab
cp "$dir/enter-node" root/run/kubemend/enter-node
mkdir -p root/opt/kubemend/engines
cp "$dir/commands/"* root/opt/kubemend/
while read -r version directory; do
  mkdir "root/opt/kubemend/engines/$version"
  mount --bind -o ro "$directory" "root/opt/kubemend/engines/$version"
done <"$dir/engines"
while read -r name directory; do
  mkdir -p "root/opt/kubemend/extras/$name"
  mount --bind -o ro "$directory" "root/opt/kubemend/extras/$name"
done <"$dir/extras"
while read -r name file; do
  touch "root/usr/local/bin/$name"
  mount --bind -o ro "$file" "root/usr/local/bin/$name"
done <"$dir/programs"
cd root
pivot_root . run/kubemend/old
umount -l /run/kubemend/old
rmdir /run/kubemend/old
cd /

hostname "$instance"
echo "127.0.0.1 localhost $instance" >/etc/hosts
: >/etc/resolv.conf
head -c16 /dev/urandom | od -An -tx1 | tr -d ' \\n' >/etc/machine-id
ip link set lo up

export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
echo ready >&9
exec 9>&-
/opt/kubemend/engine "$docker" </dev/null >>/run/dockerd.log 2>&1 &
exec bash -c 'sleep infinity & while :; do wait; done' >/dev/null 2>&1
`;

/** Leads into an engine, or into the node on it. A pid that was given anew is not the lab's. */
export const enter = `#!/bin/bash
dir=\${BASH_SOURCE[0]%/*} as=$1
shift
read -r pid start <"$dir/holder" && read -ra stat <"/proc/$pid/stat" && [ "\${stat[21]}" = "$start" ] || {
  echo "the lab \${dir##*/} is gone" >&2
  exit 125
}
clean=(env -u TMPDIR HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin DOCKER_HOST=unix:///run/docker.sock)
engine=(nsenter --target "$pid" --mount --uts --pid --net -- "\${clean[@]}")
case $as in
  user | client) exec "\${engine[@]}" "$@" ;;
  node)
    [ ! -e "$dir/node" ] || exec "\${engine[@]}" bash /run/kubemend/enter-node "$(<"$dir/node")" "$@"
    exec "\${engine[@]}" "$@"
    ;;
esac
echo "usage: enter node|user|client command…" >&2
exit 125
`;

/** Not \`docker exec\`: what is started here ends with whoever started it. */
export const enterNode = `#!/bin/bash
pid=$(docker inspect -f '{{.State.Pid}}' "$1") && [ "$pid" != 0 ] || {
  echo "the node $1 does not run" >&2
  exit 125
}
shift
exec nsenter --target "$pid" --mount --uts --ipc --net --pid --cgroup -- env -u DOCKER_HOST KUBECONFIG=/etc/kubernetes/admin.conf "$@"
`;

/**
 * `/opt/kubemend/engine VERSION`, on the machine of the engine: ends the engine in the orderly way, starts that version on the same
 * data, starts again what ran, and waits until the clusters on it have come back. `stop` only ends it: then all it holds is on the disk.
 * A container that was killed while it was frozen (cgroup v1) can never be removed, so all are thawed as long as they are to end; and
 * they start in the order of their addresses, so that each gets its own back: by themselves they would start in any order.
 */
export const engine = `#!/bin/bash
set -euo pipefail
export DOCKER_HOST=unix:///run/docker.sock
engines=/opt/kubemend/engines log=/run/dockerd.log
wanted=\${1:-} pid=$(cat /run/docker.pid 2>/dev/null || true)
[ "$wanted" = stop ] || [ -x "$engines/$wanted/dockerd" ] || {
  echo "usage: engine stop|$(ls -m "$engines" | sed 's/, /|/g')" >&2
  exit 2
}

thaw() {
  local file
  find /sys/fs/cgroup/{freezer/,}"kubemend-$(hostname)" -name freezer.state -o -name cgroup.freeze 2>/dev/null | while read -r file; do
    case $(cat "$file" 2>/dev/null) in
      FR*) echo THAWED >"$file" ;;
      1) echo 0 >"$file" ;;
    esac
  done 2>/dev/null || true
}

# thawing PID: waits for it.
thawing() { while kill -0 "$1" 2>/dev/null; do thaw; sleep 0.1; done; }

# within TRIES COMMAND…: a tenth of a second apart.
within() {
  local tries=$1
  shift
  until "$@" >/dev/null 2>&1; do
    if [ $((--tries)) -le 0 ]; then return 1; fi
    sleep 0.1
  done
}

# A starting engine answers, or has ended.
decided() { docker version || ! kill -0 "$pid"; }
runs() { [ "$(docker inspect -f '{{.State.Running}}' "$@" | sort -u)" = true ]; }

ran=()
if [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; then
  about='{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}} {{.Id}} {{.HostConfig.RestartPolicy.Name}}:{{.HostConfig.RestartPolicy.MaximumRetryCount}}'
  mapfile -t ran < <(docker ps -q | xargs -r docker inspect -f "$about" | sort -V | cut -d' ' -f2-)
  if [ "\${#ran[@]}" -gt 0 ]; then
    docker update --restart no "\${ran[@]% *}" >/dev/null
    docker stop "\${ran[@]% *}" >/dev/null &
    thawing $!
    wait $!
  fi
  kill "$pid"
  thawing "$pid"
fi
[ "$wanted" != stop ] || exit 0

setsid "$engines/$wanted/dockerd" -H "$DOCKER_HOST" --data-root /var/lib/docker --exec-root /run/docker --pidfile /run/docker.pid \\
  --cgroup-parent "/kubemend-$(hostname)" --default-cgroupns-mode private --storage-driver overlay2 --log-level warn \\
  --log-opt max-size=10m </dev/null >>"$log" 2>&1 &
pid=$!
echo "$pid" >/run/dockerd.started
within 600 decided || true
docker version >/dev/null 2>&1 || { tail -8 "$log" >&2; exit 1; }
[ "\${#ran[@]}" -gt 0 ] || exit 0
for one in "\${ran[@]}"; do
  docker start "\${one% *}" >/dev/null
  policy=\${one#* }
  docker update --restart "\${policy%:0}" "\${one% *}" >/dev/null
done
within 300 runs "\${ran[@]% *}" || { docker ps -a >&2; exit 1; }
[ ! -x /opt/kubemend/settled ] || /opt/kubemend/settled
`;

export const stopEngine = '/opt/kubemend/engine stop';

export const waitForEngine = `
for ((i = 0; i < 600; i++)); do
  if docker version >/dev/null 2>&1; then exit 0; fi
  kill -0 "$(cat /run/dockerd.started 2>/dev/null)" 2>/dev/null || { [ "$i" -lt 20 ] || break; }
  sleep 0.1
done
tail -8 /run/dockerd.log >&2
exit 1
`;
