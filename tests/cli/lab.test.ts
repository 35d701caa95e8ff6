import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runbook } from '../helpers/cli.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const ROOT = join(import.meta.dirname, '../..');
const env = { PATH: process.env['PATH'] ?? '', HOME: '/nowhere', LC_ALL: 'C' };

const lab = (...words: string[]) => {
  const dir = tempDir();
  return runbook(['lab', ...words], { env: { ...env, XDG_CACHE_HOME: dir, KUBEMEND_LABS_DIR: join(dir, 'labs') }, cwd: ROOT });
};

describe('runbook lab', () => {
  it('lists every lab with its level, and says of one that cannot run here what it lacks', async () => {
    const { code, stdout } = await lab('list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^microk8s-dnat +component +netns +/m);
    expect(stdout).toMatch(/^microk8s-dnat +cluster +kind +lacks .*the parts of a real cluster \(npm run cluster/m);
    const { labs } = JSON.parse((await lab('list', '--json')).stdout) as { labs: { slug: string; level: string; cells: string[] }[] };
    expect(labs.find(({ slug, level }) => slug === 'microk8s-dnat' && level === 'cluster')?.cells).toContain('records-kept');
  });

  it('says exactly what is missing, with exit 4', async () => {
    const { code, stdout } = await lab('microk8s-dnat', '--level', 'cluster');
    expect(code).toBe(4);
    expect(stdout).toContain('This lab cannot run here. It lacks:\n');
    expect(stdout).toContain('the parts of a real cluster: npm run cluster');
    expect(await lab('microk8s-dnat', '--level', 'cluster', '--keep')).toMatchObject({ code: 4 });
  });

  it('names the levels there are when another is asked for', async () => {
    expect(await lab('microk8s-dnat', '--level', 'distribution')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('its levels are cluster, component') as string,
    });
    expect(await lab('microk8s-dnat', '--level', 'dream')).toMatchObject({ code: 2 });
  });

  it('tells of no lab where none stands, and takes away none that is not there', async () => {
    expect(await lab('status')).toMatchObject({ code: 0, stdout: 'no lab stands\n' });
    expect(await lab('down')).toMatchObject({ code: 0, stdout: 'nothing was left behind\n' });
    expect(await lab('down', 'md-nobody')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no lab md-nobody') as string,
    });
  });
});
