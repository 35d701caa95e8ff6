/**
 * The state of a node as text: rules of every back end, links, addresses, routes, namespaces, processes, and every file (kind, mode,
 * size, time of change). The script only prints; what is not state is taken out here.
 */

/** Few processes, for it is taken around every step that reads. */
export const snapshotScript = `
show() { echo "## $1"; shift; "$@" 2>/dev/null || true; }
show rules iptables-legacy-save
show rules ip6tables-legacy-save
show rules iptables-nft-save
show rules ip6tables-nft-save
show nft nft --stateless list ruleset
show links ip -o link
show addresses ip -o address
show routes ip -4 route show table all
show namespaces ip netns list
echo "## processes $$"; processes=$(ps -eo pid=,ppid=,stat=,args=); echo "$processes"
show files find /run/kubemend/upper /snap /var/snap /var/lib/cni /etc/cni /run /tmp -xdev ! -type d ! -path '/run/netns/*' -printf '%y %m %s %T@ %p %l\n'
`;

type Section = { head: string; lines: string[] };

const sectionsOf = (text: string): Section[] =>
  text
    .split(/^## /m)
    .slice(1)
    .map((part) => part.split('\n'))
    .map(([head = '', ...lines]) => ({ head, lines: lines.filter(Boolean) }));

const without =
  (...patterns: RegExp[]) =>
  (line: string): string =>
    patterns.reduce((rest, pattern) => rest.replaceAll(new RegExp(pattern, 'g'), ''), line).trimEnd();

/** Tables without comments and counters. An empty one is left out: to read a legacy table is to make it. */
const rules = (lines: string[]): string[] => {
  const tables: string[][] = [];
  for (const line of lines.filter((one) => !one.startsWith('#'))) {
    if (line.startsWith('*')) tables.push([]);
    tables.at(-1)?.push(without(/ ?\[\d+:\d+\]/)(line));
  }
  const isDefault = (line: string): boolean => /^(\*|COMMIT$|:[A-Z]+ ACCEPT$)/.test(line);
  return tables.filter((table) => !table.every(isDefault)).flat();
};

/** All but the shell that takes the snapshot, its children, and what has ended. */
const processes = (lines: string[], self: string): string[] =>
  lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([pid, parent, state]) => pid !== self && parent !== self && !state?.startsWith('Z'))
    .map(([pid, parent, , ...args]) => [pid, parent, ...args].join(' '));

const readers: Record<string, (lines: string[], rest: string) => string[]> = {
  rules,
  nft: (lines) => lines.filter((line) => !line.startsWith('#')),
  links: (lines) => lines.map(without(/ qlen \d+/)).toSorted(),
  addresses: (lines) =>
    lines
      .filter((line) => !line.includes('scope link'))
      .map(without(/(valid_lft|preferred_lft) \S+/))
      .toSorted(),
  routes: (lines) => lines.toSorted(),
  namespaces: (lines) => lines.map(without(/ \(id: \d+\)/)).toSorted(),
  processes,
  files: (lines) => [...new Set(lines)].toSorted(),
};

export const normalised = (raw: string): string =>
  sectionsOf(raw)
    .map(({ head, lines }) => {
      const [name = '', rest = ''] = head.split(' ');
      return [`## ${name}`, ...(readers[name]?.(lines, rest) ?? lines)].join('\n');
    })
    .join('\n');
