/** Commands that run another command: that one counts. */
import { every, operands, reads, shellScript, unknownBecause, wrapper } from './rules.ts';
import type { Rule } from './rules.ts';

export const runners: Record<string, Rule> = {
  ...every('bash sh dash ash', shellScript),
  sudo: wrapper({
    shell: /^(?:-[a-zA-Z]*[sie]|--shell|--login|--edit)$/,
    valued: ['-u', '-g', '-h', '-p', '-U', '-C', '-T', '-r', '-t', '--user', '--group', '--host', '--prompt'],
  }),
  doas: wrapper({ shell: /^-[a-zA-Z]*s$/, valued: ['-u', '-C'] }),
  env: wrapper({ valued: ['-u', '-C', '--unset', '--chdir'] }),
  timeout: wrapper({ valued: ['-k', '-s', '--kill-after', '--signal'], own: 1 }),
  gtimeout: wrapper({ valued: ['-k', '-s', '--kill-after', '--signal'], own: 1 }),
  xargs: wrapper({
    valued: ['-I', '-n', '-P', '-L', '-d', '-a', '-E', '-s', '--max-args', '--max-procs', '--delimiter', '--arg-file', '--replace'],
  }),
  nice: wrapper({ valued: ['-n', '--adjustment'] }),
  ionice: wrapper({ valued: ['-c', '-n', '-p'] }),
  stdbuf: wrapper({ valued: ['-i', '-o', '-e'] }),
  setsid: wrapper({}),
  time: wrapper({ valued: ['-f', '-o'] }),
  nsenter: wrapper({ shell: /^$/, valued: ['-t', '--target', '-S', '-G', '--setuid', '--setgid'] }),
  chroot: wrapper({ shell: /^$/, own: 1 }),
  watch: wrapper({ valued: ['-n', '--interval'] }),
  builtin: wrapper({}),
  exec: wrapper({ valued: ['-a'] }),
  command: (args) => (args.some(({ value }) => /^-[pvV]*[vV]/.test(value)) ? reads(args) : wrapper({})(args)),
  trap: (args) => {
    const [handler] = operands(args);
    return handler === undefined || handler.value === ''
      ? reads(args)
      : handler.isLiteral
        ? { kind: 'script', source: handler }
        : unknownBecause('its handler is not known before it runs');
  },
};
