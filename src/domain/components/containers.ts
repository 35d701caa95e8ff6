/** Asking a container engine about the nodes that are containers of it: reads what the engine has written down, starts nothing. */
import type { Source, Traces } from './component.ts';

/**
 * One line a container, of Docker or, where there is no Docker, of Podman; exit 127 where there is neither. A Docker Engine
 * that sleeps behind its socket is not woken. Everyone asks in the same words, so that the engine is asked once.
 */
const COMMAND = `format='{{.Image}} {{.Names}} kind={{.Label "io.x-k8s.kind.cluster"}} app={{.Label "app"}}'
if command -v docker >/dev/null; then
  sleeps docker && exit 75
  docker ps -a --format "$format"
else
  podman ps -a --format "$format"
fi`;

/** The nodes of a distribution among the containers: how a line of one begins, or what it holds. */
export const nodesOf = {
  /** https://github.com/kubernetes-sigs/kind/blob/main/pkg/cluster/internal/providers/docker/constants.go */
  kind: { line: / kind=\S/, how: 'docker ps -a --filter label=io.x-k8s.kind.cluster' },
  /** https://github.com/k3d-io/k3d/blob/main/pkg/types/types.go */
  k3d: { line: / app=k3d$/, how: 'docker ps -a --filter label=app=k3d' },
};

type Nodes = (typeof nodesOf)[keyof typeof nodesOf];

const linesOf = (stdout: string, { line }: Nodes): string[] => stdout.split('\n').filter((one) => line.test(one));

/** What `parse` reads from the lines of these nodes; as if the tool were missing when there is none. */
export const fromNodes = (nodes: Nodes, parse: Source['parse']): Omit<Source, 'of'> => ({
  command: COMMAND,
  how: nodes.how,
  safe: 'the engine tells what it has written down of its containers',
  parse: (stdout) => {
    const lines = linesOf(stdout, nodes);
    return lines.length > 0 ? parse(lines.join('\n')) : { kind: 'unknown', why: 'missing', reason: 'there is no such container' };
  },
});

export const tracesInNodes = (nodes: Nodes): Traces => ({
  command: COMMAND,
  how: nodes.how,
  found: (stdout) => linesOf(stdout, nodes)[0]?.split(' ')[1],
});
