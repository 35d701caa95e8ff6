/**
 * The versions that every real cluster has, in one place; what a lab chooses from is in choices.ts. A module that is built has its go.mod and
 * go.sum under modules/<name>-<version>/. Every proof on a cluster is bound to this file: one that changes makes all of them stale.
 */

export const versions = {
  /** The compiler of all that is built; `sum` is what the checksum database says of it. */
  go: { version: '1.26.8', sum: 'h1:ZOmGe1OnfREDMIdb1Qi4G9JSuDPBLGExZMQ4nis1RXM=' },
  kubernetes: '1.32.2',
  coredns: '1.11.3',
  /** From Debian `engine`: the build refuses another one. */
  debianDocker: '26.1.5',
  kind: '0.27.0',
  /** What this kind makes clusters of where nothing else is said, as its release names it. */
  stockNode: 'kindest/node:v1.32.2@sha256:f226345927d7e348497136874b6d207e0b32cc52154ad8323129352923a3142f',
  etcd: '3.5.16',
  /** The numbers that kubeadm of this Kubernetes asks for. */
  pause: '3.10',
  etcdImage: '3.5.16-0',
  busyboxImage: '1.35',
  /** A node is of bookworm because systemd of trixie refuses cgroup v1. */
  debian: { engine: 'trixie', node: 'bookworm' },
} as const;

const words = (...lines: string[]): string[] => lines.flatMap((line) => line.split(' '));

/** What each root holds beside Debian's minimal base. The registry and openssl: labs that play an image registry do it on the machine of the engine. */
export const packages = {
  engine: words('docker.io docker-cli kind etcd-server iproute2 iptables nftables procps curl ca-certificates docker-registry openssl'),
  proxy: words('iptables conntrack kmod ipset nftables busybox-static'),
  node: words(
    'systemd systemd-sysv dbus iproute2 iptables nftables ebtables conntrack socat ethtool kmod',
    'procps mount util-linux curl ca-certificates jq bash hostname libseccomp2 openssl pigz sudo',
    'runc containernetworking-plugins',
  ),
};

/** Commands of Kubernetes that a node runs, or its pods. */
export const kubernetesCommands = words('kube-apiserver kube-controller-manager kube-scheduler kube-proxy kubelet kubeadm kubectl');
