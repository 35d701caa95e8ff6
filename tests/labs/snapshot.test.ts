import { expect, test } from 'vitest';
import { normalised } from '../../src/labs/environments/netns/snapshot.ts';
import { describeLab, on, standing } from './helpers.ts';

test('counters, empty tables, ended processes and the reader itself are not state', () => {
  const raw = [
    '## rules',
    '# Generated',
    '*nat',
    ':PREROUTING ACCEPT [3:180]',
    'COMMIT',
    '*filter',
    ':INPUT DROP [0:0]',
    'COMMIT',
    '## processes 7',
    '1 0 Ss bash',
    '7 0 S bash',
    '8 7 R ps',
    '9 1 Z old',
  ].join('\n');
  expect(normalised(raw)).toBe('## rules\n*filter\n:INPUT DROP\nCOMMIT\n## processes\n1 0 bash');
});

describeLab('the snapshot of a node', () => {
  test('is the same twice, and another after each change that could matter', async () => {
    const node = await standing('healthy-two');
    let before = await node.snapshot();
    expect(await node.snapshot()).toBe(before);
    const changes = [
      'iptables-legacy -t nat -N X',
      'iptables-nft -t filter -P FORWARD DROP',
      'ip6tables-legacy -t filter -A INPUT -j DROP',
      'nft add table ip x',
    ];
    const others = [
      'ip link add veth8 type veth peer name veth9',
      'ip address add 10.9.9.9/32 dev eth0',
      'ip netns add y',
      'echo x >/etc/x',
      'rm /usr/bin/true',
      'touch /var/snap/x /run/x',
      'setsid sleep 1000 >/dev/null 2>&1 </dev/null &',
      'touch /snap/bin/snap',
    ];
    for (const change of [...changes, ...others]) {
      expect((await on(node, change)).code, change).toBe(0);
      const after = await node.snapshot();
      expect(after, change).not.toBe(before);
      before = after;
    }
  });
});
