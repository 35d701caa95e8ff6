/** The two scripts of this environment. They need nothing but bash, util-linux and iproute2. */

/**
 * Process 1 of a lab, in new mount, network, UTS and pid namespaces. When it ends, all that was made goes with it: the kernel
 * keeps namespaces and what is in them only as long as somebody lives there. The root is an overlay over the machine's own, so
 * the lab may write everywhere and the machine sees nothing of it.
 */
export const boot = `#!/bin/bash
set -eu
dir=$1 files=$2 instance=$3
read -ra stat </proc/self/stat
echo "\${stat[0]} \${stat[21]}" >"$dir/holder.new"
mv "$dir/holder.new" "$dir/holder"
exec 9>"$dir/ready"

mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs "$dir/mnt"
cd "$dir/mnt"
mkdir upper work root
mount -t overlay overlay -o "lowerdir=/,upperdir=$PWD/upper,workdir=$PWD/work" root
for own in root home run snap var/snap var/lib/cni etc/cni tmp; do
  mkdir -p "root/$own"
  mount -t tmpfs -o mode=755 tmpfs "root/$own"
done
chmod 1777 root/tmp
mount -t proc proc root/proc
mount -t sysfs sysfs root/sys
mount --rbind /dev root/dev
mkdir -p root/run/kubemend/upper root/run/kubemend/old root/run/netns root/run/lock root/opt
mount --bind upper root/run/kubemend/upper
cp -r "$files" root/opt/kubemend-lab
cd root
pivot_root . run/kubemend/old
umount -l /run/kubemend/old
rmdir /run/kubemend/old
cd /

hostname "$instance"
head -c16 /dev/urandom | od -An -tx1 | tr -d ' \\n' >/etc/machine-id
touch /run/xtables.lock /run/kubemend/client
ip link set lo up
unshare --net=/run/kubemend/client true
ip link add eth0 type veth peer name client0
ip link set client0 netns /run/kubemend/client name eth0
ip address add 10.77.0.1/24 dev eth0
ip link set eth0 up
nsenter --net=/run/kubemend/client ip link set lo up
nsenter --net=/run/kubemend/client ip address add 10.77.0.2/24 dev eth0
nsenter --net=/run/kubemend/client ip link set eth0 up
sysctl -qw net.ipv4.ip_forward=1

echo ready >&9
exec 9>&- >/dev/null 2>&1
exec bash -c 'sleep infinity & while :; do wait; done'
`;

/** Leads into a lab. A pid that was given anew is not the lab's. */
export const enter = `#!/bin/bash
dir=\${BASH_SOURCE[0]%/*} as=$1
shift
read -r pid start <"$dir/holder" && read -ra stat <"/proc/$pid/stat" && [ "\${stat[21]}" = "$start" ] || {
  echo "the lab \${dir##*/} is gone" >&2
  exit 125
}
clean=(env -u TMPDIR HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin)
enter=(nsenter --target "$pid" --mount --uts --pid)
case $as in
  node) exec "\${enter[@]}" --net -- "\${clean[@]}" "$@" ;;
  client) exec "\${enter[@]}" -- nsenter --net=/run/kubemend/client -- "\${clean[@]}" "$@" ;;
esac
echo "usage: enter node|client command…" >&2
exit 125
`;

/** Starts process 1 so that it outlives its maker, and waits until it says that all is ready. */
export const launch = `
setsid unshare --mount --net --uts --pid --fork -- bash "$1/boot" "$@" </dev/null >"$1/log" 2>&1 &
for ((i = 0; i < 1000; i++)); do
  if [ -s "$1/ready" ]; then exit 0; fi
  kill -0 $! 2>/dev/null || break
  sleep 0.02
done
cat "$1/log" >&2
exit 1
`;
