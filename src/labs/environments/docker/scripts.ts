/** The scripts of this environment. They need nothing of the machine but bash, util-linux and iproute2. */

/**
 * Process 1 of an engine, in new mount, network, UTS and pid namespaces. Its root is an overlay over a prepared Debian, so the
 * engine is the same whatever the machine runs, and the machine's own docker, its files and its bridge are out of sight.
 */
export const boot = `#!/bin/bash
set -eu
dir=$1 files=$2 instance=$3 root=$4 share=$5
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
dockerd -H unix:///run/docker.sock --data-root /var/lib/docker --exec-root /run/docker --pidfile /run/docker.pid \\
  --cgroup-parent "/kubemend-$instance" --default-cgroupns-mode private --storage-driver overlay2 --log-level warn \\
  --log-opt max-size=10m </dev/null >"/run/dockerd.log" 2>&1 &
echo $! >/run/dockerd.started
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
  client) exec "\${engine[@]}" "$@" ;;
  node)
    [ ! -e "$dir/node" ] || exec "\${engine[@]}" bash /run/kubemend/enter-node "$(<"$dir/node")" "$@"
    exec "\${engine[@]}" "$@"
    ;;
esac
echo "usage: enter node|client command…" >&2
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

/** Ends dockerd in the orderly way, so that all it holds is on the disk. */
export const stopEngine = `
pid=$(cat /run/docker.pid)
kill "$pid"
while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
`;

export const waitForEngine = `
for ((i = 0; i < 600; i++)); do
  if docker version >/dev/null 2>&1; then exit 0; fi
  kill -0 "$(cat /run/dockerd.started 2>/dev/null)" 2>/dev/null || { [ "$i" -lt 20 ] || break; }
  sleep 0.1
done
tail -5 /run/dockerd.log >&2
exit 1
`;
