/** K3s, or a plain containerd, under OpenRC: the real scripts of the runbook on a PATH without systemctl, their absolute paths moved below a folder. */
import { execa } from 'execa';
import { appendFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runbookSchema, stepById } from '../../src/domain/runbook.ts';
import { program, tempDir } from '../helpers/temp-dir.ts';

const RUNBOOK = join(import.meta.dirname, '../../runbooks/k3s-containerd-sandbox-recovery/runbook.json');
const TOOLS =
  'awk basename bash cat date dirname env find flock grep head kill mv pgrep rm sed seq sh sleep sort tail test timeout true wc xargs'.split(
    ' ',
  );
const K3S = '/var/lib/rancher/k3s/agent/containerd';

/** A machine below a folder: `programs` and `files` are what it has. What rc-service is told is in `told`. */
const machine = (...files: string[]) => {
  const root = tempDir();
  const bin = join(root, 'usr/bin');
  mkdirSync(bin, { recursive: true });
  for (const tool of TOOLS) symlinkSync(['/usr/bin', '/bin'].map((at) => join(at, tool)).find(existsSync) ?? tool, join(bin, tool));
  const file = (path: string, text = ''): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const one of files) file(one);
  program(bin, 'sudo', 'exec "$@"');
  program(bin, 'umount', 'exit 1');
  program(bin, 'rc-service', `echo "$*" >>${root}/told`);
  return { root, bin, file, told: () => readFileSync(join(root, 'told'), 'utf8').trim().split('\n') };
};

type Machine = ReturnType<typeof machine>;

const script = (id: string, { root }: Machine): string => {
  const step = stepById(runbookSchema.parse(JSON.parse(readFileSync(RUNBOOK, 'utf8'))), id);
  if (step === undefined) throw new Error(`the runbook has no step ${id}`);
  return step.script.replaceAll(/(?<=[ "])\/(?=(etc|run|var)\/)/g, `${root}/`);
};

const run = async (id: string, on: Machine, variables: Record<string, string> = {}): Promise<string> => {
  const env = { PATH: on.bin, ...variables };
  const { stdout, stderr, exitCode } = await execa(
    join(on.bin, 'bash'),
    ['--noprofile', '--norc', '-euo', 'pipefail', '-c', script(id, on)],
    {
      env,
      extendEnv: false,
      cwd: on.root,
      reject: false,
    },
  );
  return exitCode === 0 ? stdout.replaceAll(on.root, '') : `exit ${exitCode}: ${stderr}`;
};

const database = (containerd: string): string => `${containerd}/io.containerd.metadata.v1.bolt/meta.db`;

describe('under OpenRC the service that starts containerd', () => {
  test.each(['k3s', 'k3s-agent'])('is %s where that is in the default runlevel', async (name) => {
    const found = await run('service', machine(database(K3S), `/etc/runlevels/default/${name}`));
    expect(found.split('\n').slice(0, 2)).toEqual([`service ${name}`, `root ${K3S}`]);
  });

  test('is one that was started by hand', async () => {
    expect(await run('service', machine(database(K3S), '/run/openrc/started/k3s'))).toContain('service k3s\n');
  });

  test('is none where nothing of it is in a runlevel, though its data lies there', async () => {
    expect(await run('service', machine(database(K3S)))).toBe('no containerd of Kubernetes here');
  });

  test('is containerd itself, with a file in place of the journal', async () => {
    const plain = machine(database('/var/lib/containerd'), '/etc/runlevels/default/containerd', '/var/log/containerd.log');
    program(plain.bin, 'containerd', 'exit 1');
    expect(await run('service', plain)).toMatchInlineSnapshot(`
      "service containerd
      root /var/lib/containerd
      state /run/containerd
      programs /usr/bin
      log /var/log/containerd.log
      kubeconfig /etc/kubernetes/kubelet.conf"
    `);
  });
});

/** A containerd without its Kubernetes part, and a ctr that finds no record any more. */
const withContainerd = (on: Machine): Machine => {
  program(on.bin, 'containerd', 'exec sleep 60');
  program(on.bin, 'ctr', 'case "$*" in *" rm "*) echo "$*" >>"${0%/*}/asked" ;; *ls) echo ID ;; esac');
  return on;
};

describe('under OpenRC the runbook stops and starts', () => {
  const start = (second: number, end: string): string => `time="${second}" level=info msg="Start recovering state"\n${end}\n`;

  test('K3s around the removal of a record', async () => {
    const k3s = withContainerd(machine());
    const log = join(k3s.root, 'containerd.log');
    writeFileSync(log, start(1, 'level=fatal msg="Failed to run CRI service"'));
    const up = start(2, 'level=info msg="Start streaming server"');
    appendFileSync(join(k3s.bin, 'rc-service'), `[ "$2" != start ] || printf '${up}' >>${log}\n`);
    const variables = { SERVICE: 'k3s', ROOT: k3s.root, STATE: k3s.root, BIN: k3s.bin, LOG: log, ORPHAN: '4ea7' };
    expect(await run('remove-records', k3s, variables)).toContain('removed 4ea7');
    expect(k3s.told()).toEqual(['k3s stop', 'k3s start']);
    expect(readFileSync(join(k3s.bin, 'asked'), 'utf8')).toContain('sandboxes rm -f 4ea7');
  });

  test('K3s once, and removes no second record, where the next that it names is a whole one of a newer containerd', async () => {
    const k3s = withContainerd(machine());
    const log = join(k3s.root, 'containerd.log');
    writeFileSync(log, start(1, 'level=fatal msg="Failed to run CRI service"'));
    const newer =
      'failed to get metadata for stored sandbox "5fb8": failed to unmarshal sandbox extension "metadata": unsupported version: "v2"';
    appendFileSync(join(k3s.bin, 'rc-service'), `[ "$2" != start ] || printf '%s' '${start(2, `level=fatal error=${newer}`)}' >>${log}\n`);
    const variables = { SERVICE: 'k3s', ROOT: k3s.root, STATE: k3s.root, BIN: k3s.bin, LOG: log, ORPHAN: '4ea7' };
    expect(await run('remove-records', k3s, variables)).toContain('it does not start all the same: fatal');
    expect(k3s.told()).toEqual(['k3s stop', 'k3s start']);
    expect(readFileSync(join(k3s.bin, 'asked'), 'utf8')).not.toContain('5fb8');
  });

  test('K3s around moving its data aside, all pods being left to its own script; it waits for the kubelet, as OpenRC does not', async () => {
    const k3s = machine();
    program(k3s.bin, 'k3s-killall.sh', `echo killall >>${k3s.root}/told; exit 1`);
    const variables = { SERVICE: 'k3s', STATE: k3s.root, ROOT: k3s.root, BIN: k3s.bin, IMAGES: k3s.root };
    program(k3s.bin, 'timeout', `echo 'kubelet?' >>${k3s.root}/told; [ "$(grep -c kubelet ${k3s.root}/told)" = 2 ]`);
    expect(await run('stop-all', k3s, variables)).toBe('');
    expect(await run('start-empty', k3s, variables)).toBe('');
    expect(await run('start-again', k3s, variables)).toBe('');
    expect(k3s.told()).toEqual(['killall', 'k3s start', 'kubelet?', 'kubelet?', 'k3s start']);
  });

  test('not without that script', async () => {
    expect(await run('stop-all', machine(), { SERVICE: 'k3s', STATE: '/nowhere', ROOT: '/nowhere' })).toBe(
      'exit 1: there is no k3s-killall.sh',
    );
  });

  test('a plain containerd, with the kubelet before it and after it', async () => {
    const plain = withContainerd(machine());
    const variables = { SERVICE: 'containerd', STATE: plain.root, ROOT: plain.root, BIN: plain.bin, IMAGES: plain.root };
    expect(await run('stop-all', plain, variables)).toBe('');
    expect(await run('start-empty', plain, variables)).toBe('');
    expect(await run('start-again', plain, variables)).toBe('');
    expect(plain.told()).toEqual([
      'kubelet stop',
      'containerd stop',
      'containerd start',
      'kubelet start',
      'containerd start',
      'kubelet start',
    ]);
  });

  test('K3s when the data is put back', async () => {
    const k3s = machine('/aside/meta.db');
    expect(await run('put-back', k3s, { SERVICE: 'k3s-agent', ROOT: join(k3s.root, 'data'), ASIDE: join(k3s.root, 'aside') })).toBe('');
    expect(k3s.told()).toEqual(['k3s-agent stop']);
    expect(existsSync(join(k3s.root, 'data/meta.db'))).toBe(true);
  });
});

/** As OpenRC 0.45.2 does: the service is called stopped, and five seconds of TERM later its process lives on. It says when it ends. */
const endingLate = (on: Machine, data: string): void => {
  mkdirSync(dirname(database(data)), { recursive: true });
  writeFileSync(database(data), '');
  const late = `sleep 1.5; echo ended >>${on.root}/told`;
  appendFileSync(
    join(on.bin, 'rc-service'),
    `case "$*" in kubelet*) ;; *stop) flock ${database(data)} sh -c '${late}' >/dev/null 2>&1 & until ! flock -n ${database(data)} true; do sleep 0.05; done ;; esac\n`,
  );
};

describe('where a service is called stopped while its containerd lives on, the runbook waits for its end', () => {
  test('before it opens the database', async () => {
    const k3s = withContainerd(machine());
    program(k3s.bin, 'containerd', `echo containerd >>${k3s.root}/told; exec sleep 60`);
    const data = join(k3s.root, 'data');
    const log = join(k3s.root, 'containerd.log');
    writeFileSync(log, 'time="1" level=info msg="Start recovering state"\nlevel=fatal\n');
    endingLate(k3s, data);
    const up = 'time="2" level=info msg="Start recovering state"\\nlevel=info msg="Start streaming server"\\n';
    appendFileSync(join(k3s.bin, 'rc-service'), `[ "$2" != start ] || printf '${up}' >>${log}\n`);
    const variables = { SERVICE: 'k3s', ROOT: data, STATE: k3s.root, BIN: k3s.bin, LOG: log, ORPHAN: '4ea7' };
    expect(await run('remove-records', k3s, variables)).toContain('removed 4ea7');
    expect(k3s.told()).toEqual(['k3s stop', 'ended', 'containerd', 'k3s start']);
  });

  test('before it says that every pod is stopped', async () => {
    const plain = machine();
    const data = join(plain.root, 'data');
    endingLate(plain, data);
    expect(await run('stop-all', plain, { SERVICE: 'containerd', STATE: plain.root, ROOT: data })).toBe('');
    expect(plain.told()).toEqual(['kubelet stop', 'containerd stop', 'ended']);
  });

  test('before it puts the data back', async () => {
    const k3s = machine('/aside/meta.db');
    const data = join(k3s.root, 'data');
    endingLate(k3s, data);
    program(k3s.bin, 'mv', `echo moved >>${k3s.root}/told; exec /bin/mv "$@"`);
    expect(await run('put-back', k3s, { SERVICE: 'k3s', ROOT: data, ASIDE: join(k3s.root, 'aside') })).toBe('');
    expect(k3s.told()).toEqual(['k3s stop', 'ended', 'moved', 'moved']);
  });
});
