import { describe, expect, it } from 'vitest';
import { targetName } from '../../src/domain/target.ts';
import { openWay, parseTarget, targetForms } from '../../src/targets/index.ts';
import { forShell } from '../../src/targets/way.ts';

const here = { env: {}, labPrefix: (instance: string) => ['into', instance], interactive: false };
const commandOn = (text: string, words: string[]): string[] => {
  const target = parseTarget(text);
  if (!target) throw new Error(`${text} is no target`);
  return openWay(target, here).command(words);
};

describe('targets', () => {
  it('are written as people write them', () => {
    expect(targetForms).toEqual([
      'local',
      'ssh://[user@]host[:port]',
      'docker|podman|nerdctl://<container>',
      'minikube://<profile>',
      'lab://<instance>',
    ]);
    expect(parseTarget('local')).toEqual({ kind: 'local' });
    expect(parseTarget('lab://md-3f9a')).toEqual({ kind: 'lab', instance: 'md-3f9a' });
    expect(parseTarget('ssh://node-1')).toEqual({ kind: 'ssh', user: null, host: 'node-1', port: null });
    expect(parseTarget('ssh://ada.l@10.0.0.7:2222/')).toEqual({ kind: 'ssh', user: 'ada.l', host: '10.0.0.7', port: 2222 });
    expect(parseTarget('ssh://root@[fe80::1%eth0]:22')).toEqual({ kind: 'ssh', user: 'root', host: 'fe80::1%eth0', port: 22 });
    expect(parseTarget('docker://kind-control-plane')).toEqual({ kind: 'container', engine: 'docker', name: 'kind-control-plane' });
    expect(parseTarget('podman://k3d_1')).toEqual({ kind: 'container', engine: 'podman', name: 'k3d_1' });
    expect(parseTarget('nerdctl://n')).toEqual({ kind: 'container', engine: 'nerdctl', name: 'n' });
    expect(parseTarget('minikube://minikube')).toEqual({ kind: 'minikube', profile: 'minikube' });
  });

  it('are named as they were written', () => {
    for (const text of ['ssh://node-1', 'ssh://root@[::1]:2222', 'docker://kind-control-plane', 'podman://x', 'minikube://m', 'lab://a-1'])
      expect(targetName(parseTarget(text) ?? { kind: 'local' })).toBe(text);
  });

  it('are refused otherwise, above all where they look like paths or options', () => {
    const wrong = [
      '',
      'here',
      'lab://',
      'lab://../x',
      'lab://-x',
      'lab://A',
      'ssh://',
      'ssh://-oProxyCommand=x',
      'ssh://-l@host',
      'ssh://a b',
    ];
    const more = [
      'ssh://host:0',
      'ssh://host:99999',
      'ssh://a@b@c',
      'ssh://[::1',
      'ssh://host;id',
      'docker://',
      'docker://-it',
      'docker://a/b',
    ];
    for (const text of [...wrong, ...more, 'minikube://-p', 'minikube://a b', 'kubectl://x']) expect(parseTarget(text), text).toBeNull();
  });

  it('a lab is the local target behind what the lab says of itself', () => {
    expect(commandOn('local', ['bash', '-s'])).toEqual(['bash', '-s']);
    expect(commandOn('lab://md-3f9a', ['bash', '-s'])).toEqual(['into', 'md-3f9a', 'bash', '-s']);
  });

  it('a container is entered with its stdin open and without a terminal', () => {
    expect(commandOn('podman://node', ['bash', '-s'])).toEqual(['podman', 'exec', '-i', 'node', 'bash', '-s']);
  });
});

describe('words for a shell elsewhere', () => {
  it('stay words', () => {
    expect(forShell(['bash', '--norc', '-s', 'run.1'])).toBe('bash --norc -s run.1');
    expect(forShell(['a b', "it's", '$(id)', '', '*', 'x\ny'])).toBe(`'a b' 'it'\\''s' '$(id)' '' '*' 'x\ny'`);
  });
});
