/** The list: what bash 3.2 and the BSD tools lack, and what to write instead. */
import type { SyntaxNode } from 'unbash';
import type { Argument } from './shell.ts';

export type Lack = { what: string; instead: string };
type CommandRule = Lack & { names: readonly string[]; lacks: (args: Argument[]) => boolean };
type NodeRule = Lack & { lacks: (node: SyntaxNode) => boolean };

const has =
  (pattern: RegExp) =>
  (args: Argument[]): boolean =>
    args.some(({ value }) => pattern.test(value));
const whatever = (): boolean => true;

/** `sed -i ''` is BSD, `sed -i.bak` is both; `sed -i s/…/` is GNU only. */
const hasBareInPlace = (args: Argument[]): boolean =>
  args.some(({ value }, at) => /^-[a-zA-Z]*i$/.test(value) && args[at + 1]?.value !== '');

export const commandRules: readonly CommandRule[] = [
  {
    names: ['mapfile', 'readarray'],
    lacks: whatever,
    what: 'mapfile in its bash 3.2',
    instead: 'read lines with `while IFS= read -r line; do …; done < <(…)`',
  },
  {
    names: ['declare', 'local', 'typeset'],
    lacks: has(/^-[a-zA-Z]*[An]/),
    what: 'associative arrays or name references in its bash 3.2',
    instead: 'use a list of lines `key value`, or awk',
  },
  { names: ['wait'], lacks: has(/^-[a-z]*n/), what: '`wait -n` in its bash 3.2', instead: 'wait for each process by its id' },
  { names: ['printf'], lacks: has(/%\([^)]*\)T/), what: '`%(…)T` in its bash 3.2', instead: 'use date' },
  {
    names: ['shopt'],
    lacks: has(/^(?:globstar|lastpipe|inherit_errexit)$/),
    what: 'that option in its bash 3.2',
    instead: 'do without it',
  },
  { names: ['sed'], lacks: hasBareInPlace, what: '`sed -i` without a suffix', instead: 'write `sed -i.bak …` and remove the copy' },
  { names: ['sed'], lacks: has(/^-[a-zA-Z]*[rsz]|^--/), what: 'GNU options of sed', instead: 'use `-E` for extended expressions' },
  { names: ['grep', 'egrep'], lacks: has(/^-[a-zA-Z]*P/), what: '`grep -P`', instead: 'use `grep -E`, or sed' },
  { names: ['readlink'], lacks: has(/^-[a-z]*[em]/), what: '`readlink -e` and `-m`', instead: 'use `cd … && pwd -P`' },
  { names: ['readlink'], lacks: has(/^-[a-z]*f/), what: '`readlink -f` before version 12.3', instead: 'use `cd … && pwd -P`' },
  { names: ['realpath'], lacks: whatever, what: '`realpath` before version 13', instead: 'use `cd … && pwd -P`' },
  {
    names: ['date'],
    lacks: has(/^(?:-[a-zA-Z]*d|--date)|%[0-9]*N/),
    what: '`date -d` and `%N`',
    instead: 'count in seconds since the epoch: `date +%s`',
  },
  { names: ['stat'], lacks: has(/^(?:-[a-zA-Z]*c|--format|--printf)/), what: '`stat -c`', instead: 'use `ls -l`, `wc -c`, or find' },
  {
    names: ['timeout'],
    lacks: whatever,
    what: 'timeout',
    instead: 'use the tool’s own limit (`curl --max-time`), or the `timeout` of the step',
  },
  {
    names: ['sort'],
    lacks: has(/^-[a-zA-Z]*[VR]|^--(?:version|random)-sort/),
    what: '`sort -V` before version 13',
    instead: 'sort by fields: `sort -t. -k1,1n -k2,2n`',
  },
  {
    names: ['xargs'],
    lacks: has(/^(?:-[a-zA-Z0-9]*[rd]|--)/),
    what: '`xargs -r` or `-d`',
    instead: 'use `while read`: BSD xargs runs nothing on empty input anyway',
  },
  { names: ['head'], lacks: has(/^(?:-n)?-\d+$|^-n-|^-c-/), what: '`head -n -N`', instead: "use `sed '$d'`" },
  { names: ['base64'], lacks: has(/^(?:-[a-z]*w|--wrap)/), what: '`base64 -w`', instead: "write `base64 | tr -d '\\n'`" },
  { names: ['find'], lacks: has(/^-(?:printf|fprintf|regextype)$/), what: '`find -printf`', instead: 'use `-exec` or `-print`' },
  {
    names: ['cp', 'mv', 'ln'],
    lacks: has(/^-[a-zA-Z]*[tT]$|^--/),
    what: 'GNU options of that command',
    instead: 'use the short POSIX options',
  },
  { names: ['ps'], lacks: has(/^--/), what: 'GNU options of ps', instead: 'use `ps -axo …`' },
  { names: ['hostname'], lacks: has(/^-[a-zA-Z]*I/), what: '`hostname -I`', instead: 'ask the container engine for the address' },
  {
    names: ['ip', 'ss', 'iptables', 'nft', 'systemctl', 'journalctl', 'nproc', 'free', 'getent', 'tac', 'nsenter'],
    lacks: whatever,
    what: 'that command',
    instead: 'run it in the node: `docker exec <node> …`',
  },
];

export const nodeRules: readonly NodeRule[] = [
  {
    lacks: (node) => node.type === 'CaseModification',
    what: '`${x^^}` and `${x,,}` in its bash 3.2',
    instead: "use `tr '[:lower:]' '[:upper:]'`",
  },
  { lacks: (node) => node.type === 'Transform', what: '`${x@Q}` in its bash 3.2', instead: 'use `printf %q`' },
  { lacks: (node) => node.type === 'Redirect' && node.operator === '&>>', what: '`&>>` in its bash 3.2', instead: 'write `>>file 2>&1`' },
  { lacks: (node) => node.type === 'Pipeline' && node.operators.includes('|&'), what: '`|&` in its bash 3.2', instead: 'write `2>&1 |`' },
  { lacks: (node) => node.type === 'Coproc', what: 'coproc in its bash 3.2', instead: 'use a pipe' },
  {
    lacks: (node) => node.type === 'CaseItem' && (node.terminator === ';&' || node.terminator === ';;&'),
    what: '`;&` in its bash 3.2',
    instead: 'repeat the commands',
  },
  { lacks: (node) => node.type === 'FileDescriptorVariable', what: '`{fd}<` in its bash 3.2', instead: 'use a number: `3<`' },
  {
    lacks: (node) => node.type === 'TestUnary' && node.operator === '-v',
    what: '`[[ -v x ]]` in its bash 3.2',
    instead: 'write `[[ -n ${x+set} ]]`',
  },
];
