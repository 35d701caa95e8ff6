import { join } from 'node:path';
import { expect, test } from 'vitest';
import { amongDecoys } from '../helpers/decoys.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { describeLab, SLUG } from './helpers.ts';

const env = () => ({ KUBEMEND_LABS_DIR: join(tempDir(), 'labs') });

describeLab("what is the person's", () => {
  test('cannot be touched unseen: a read, a command, a call to the engine and a change are all told', async () => {
    const touch =
      'cd ~; cat .kube/config; docker ps; (cd .docker; echo x >config.json); curl -s --unix-socket /run/docker.sock http://x/; ip link del docker0';
    const seen = await amongDecoys([], env(), touch);
    expect(seen.touched, seen.stderr).toMatch(/\.kube\/config|chdir\(".*\.docker"\)/);
    for (const line of ['.docker', 'docker ps\n', 'a call to the engine\n']) expect(seen.touched).toContain(line);
    expect(seen).toMatchObject({ changed: true, stdout: expect.stringContaining('the network of the machine changed') as string });
  });

  test('is not touched by a lab in namespaces, which sees nothing of it', async () => {
    const seen = await amongDecoys(['lab', SLUG, '--cell', 'healthy-two'], env());
    expect(seen, seen.stdout).toMatchObject({ code: 0, touched: '', changed: false });
    expect(seen.stdout).not.toContain('the network of the machine changed');
  });
});
