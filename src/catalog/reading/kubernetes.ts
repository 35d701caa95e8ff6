/** Kubernetes, container engines, and the distributions. */
import { afterDashes, every, listed, subcommands, wrapper } from './rules.ts';
import type { Rule } from './rules.ts';

const kubectl = subcommands({
  reading: listed(`get, describe, logs, log, version, top, api-resources, api-versions, explain, events, cluster-info, wait,
    diff, config view, config current-context, config get-contexts, config get-clusters, auth can-i, auth whoami,
    rollout status, rollout history`),
  valued: listed('-n, --namespace, --context, --kubeconfig, --cluster, --user, -s, --server, --request-timeout, --as, --token'),
  rules: { exec: afterDashes },
});

const crictl = subcommands({
  reading: listed(`ps, images, image, img, inspect, inspecti, inspectp, imagefsinfo, pods, logs, info, version, stats, statsp`),
  valued: listed('-r, --runtime-endpoint, -i, --image-endpoint, -t, --timeout, -c, --config'),
  rules: { exec: wrapper({ own: 1, valued: ['-e', '-t', '--timeout'] }) },
});

const CTR_OBJECTS = listed(
  'containers, c, container, images, i, image, tasks, t, task, namespaces, ns, namespace, snapshots, snapshot, content, leases, plugins, sandboxes, sandbox, s',
);
const ctr = subcommands({
  reading: [
    'version',
    'info',
    ...CTR_OBJECTS.flatMap((object) =>
      ['ls', 'list', 'check', 'info', 'ps', 'metrics', 'tree', 'usage', 'get'].map((verb) => `${object} ${verb}`),
    ),
  ],
  valued: listed('-n, --namespace, -a, --address, --timeout, --connect-timeout'),
});

const containers = subcommands({
  reading: listed(`ps, images, inspect, logs, version, info, top, port, stats, history, diff, events, image ls, image list,
    image inspect, image history, container ls, container list, container inspect, container logs, network ls,
    network inspect, volume ls, volume inspect, system df, system info, context ls, context show,
    context inspect, manifest inspect, buildx ls, compose ps, compose ls`),
  valued: listed('-H, --host, -c, --context, --config, -n, --namespace, -a, --address, -l, --log-level'),
  rules: { exec: wrapper({ own: 1, valued: listed('-u, --user, -e, --env, -w, --workdir, --env-file, --detach-keys') }) },
});

export const kubernetes: Record<string, Rule> = {
  ...every('kubectl oc', kubectl),
  crictl,
  ctr,
  ...every('docker podman nerdctl', containers),
  k3s: subcommands({
    reading: ['check-config'],
    rules: { kubectl, crictl, ctr, 'etcd-snapshot': subcommands({ reading: ['ls', 'list'] }) },
  }),
  microk8s: subcommands({
    reading: ['status', 'version'],
    rules: { kubectl, ctr, helm3: subcommands({ reading: listed(`list, ls, get, status, history, version`) }) },
  }),
  minikube: subcommands({
    reading: listed(`status, version, ip, logs, profile list, addons list, image ls, image list, service list, node list,
    config view, config get, ssh-key, ssh-host`),
    valued: ['-p', '--profile'],
    rules: {
      kubectl: (args) =>
        args.some(({ value }) => value === '--') ? kubectl(args.slice(args.findIndex(({ value }) => value === '--') + 1)) : kubectl(args),
      ssh: afterDashes,
    },
  }),
  kind: subcommands({ reading: ['get', 'version'] }),
  k3d: subcommands({
    reading: listed(`version, cluster list, cluster ls, cluster get, node list, node ls, node get, registry list, kubeconfig get`),
  }),
  helm: subcommands({
    reading: listed(`list, ls, get, status, history, version, env, show, template, search`),
    valued: ['-n', '--namespace', '--kube-context', '--kubeconfig'],
  }),
  etcdctl: subcommands({ reading: listed(`get, endpoint health, endpoint status, member list, version, alarm list`) }),
  ...every('microk8s.kubectl', kubectl),
};
