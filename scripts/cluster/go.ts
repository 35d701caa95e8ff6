/** The one compiler: golang.org/toolchain at the version of the table, through the module proxy that the machine is set to. */
import { chmodSync, cpSync, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fail } from '../../src/domain/problem.ts';
import { goEnvironment } from './modules.ts';
import type { Product } from './product.ts';
import { run } from './run.ts';
import { versions } from './versions.ts';

const EXECUTABLE = 0o755;

/** Any go can fetch a module; it compiles nothing. */
const fetcher = (): string =>
  [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/go/bin', '/usr/lib/go/bin']
    .map((directory) => join(directory, 'go'))
    .find((file) => existsSync(file)) ??
  fail('missing-tool', 'there is no go command, which fetches the compiler', {
    hint: 'apt-get install golang-go: any version from 1.21 on',
  });

export const platform = (): string => `linux-${{ x64: 'amd64', arm64: 'arm64' }[process.arch as string] ?? process.arch}`;

const download = async (): Promise<string> => {
  const { version, sum } = versions.go;
  const module = `golang.org/toolchain@v0.0.1-go${version}.${platform()}`;
  const said = JSON.parse(await run([fetcher(), 'mod', 'download', '-json', module], { cwd: '/', env: goEnvironment() })) as {
    Dir: string;
    Sum: string;
  };
  if (platform() === 'linux-amd64' && said.Sum !== sum) fail('lab-cannot-run', `${module} has the sum ${said.Sum}, not ${sum}`);
  return said.Dir;
};

/** A module's files carry no permissions. */
const executable = (directory: string): void =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .forEach((entry) => chmodSync(join(entry.parentPath, entry.name), EXECUTABLE));

export const goProduct: Product = {
  name: 'go',
  what: `Go ${versions.go.version}`,
  inputs: { ...versions.go, platform: platform() },
  usualSeconds: 20,
  build: async (directory) => {
    cpSync(await download(), directory, { recursive: true });
    executable(join(directory, 'bin'));
    executable(join(directory, 'pkg', 'tool'));
  },
};
