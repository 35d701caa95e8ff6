/**
 * Adds to package-lock.json the optional binaries for other systems that the registry in use did not serve.
 * Without them `npm ci` refuses the lock ("Missing: … from lock file"). `--check` writes nothing and exits 1 if any is missing.
 */
import { readFileSync, writeFileSync } from 'node:fs';

type LockEntry = {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  optionalDependencies?: Record<string, string>;
};
type Lock = { packages: Record<string, LockEntry> };

const SYSTEMS: Record<string, string> = { windows: 'win32' };
for (const os of ['darwin', 'linux', 'win32', 'freebsd', 'android', 'openharmony', 'sunos', 'netbsd', 'openbsd', 'aix']) SYSTEMS[os] = os;
const PROCESSOR = /^(x64|arm64|arm|ia32|ppc64|s390x|riscv64|loong64|wasm32)$/;
const EXACT = /^\d+\.\d+\.\d+[\w.-]*$/;

const entryFor = (name: string, version: string, dev: boolean): LockEntry => {
  const words = name.split(/[/-]/);
  const os = words.map((word) => SYSTEMS[word]).find(Boolean);
  const cpu = words.find((word) => PROCESSOR.test(word));
  return { version, ...(cpu && { cpu: [cpu] }), ...(dev && { dev }), optional: true, ...(os && { os: [os] }) };
};

const missingFrom = (packages: Lock['packages']): [string, LockEntry][] => {
  const known = { ...packages };
  const added: [string, LockEntry][] = [];
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const top = `node_modules/${name}`;
      const nested = `${path}/node_modules/${name}`;
      if (!path || !EXACT.test(version) || known[nested] || known[top]?.version === version) continue;
      const place = known[top] ? nested : top;
      known[place] = entryFor(name, version, entry.dev === true);
      added.push([place, known[place]]);
    }
  }
  return added;
};

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
const added = missingFrom(lock.packages);
if (process.argv.includes('--check')) {
  for (const [place] of added) console.error(`package-lock.json lacks ${place}: run npm run lock`);
  process.exitCode = added.length === 0 ? 0 : 1;
} else {
  const all = [...Object.entries(lock.packages), ...added].toSorted(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync('package-lock.json', `${JSON.stringify({ ...lock, packages: Object.fromEntries(all) }, null, 2)}\n`);
  console.log(`package-lock.json: ${added.length} entries added`);
}
