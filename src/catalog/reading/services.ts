/** Services and packages of the machine. */
import { listed, onlyWith, reads, subcommands, unless } from './rules.ts';
import type { Rule } from './rules.ts';

export const services: Record<string, Rule> = {
  systemctl: subcommands({
    reading: listed(`, status, is-active, is-enabled, is-failed, is-system-running, show, cat, list-units, list-unit-files,
    list-timers, list-sockets, list-jobs, list-dependencies, list-machines, get-default, show-environment`),
    valued: listed('-p, --property, -t, --type, --state, -n, --lines, -o, --output, -M, --machine, -H, --host'),
  }),
  journalctl: unless(/^--(?:vacuum|rotate|flush|sync|relinquish|smart-relinquish|setup-keys|update-catalog|cursor-file)/),
  snap: subcommands({
    reading: listed(`list, info, services, connections, version, changes, tasks, get, find, logs, model, known, interface,
    refresh --list`),
  }),
  loginctl: subcommands({ reading: listed(`, list-sessions, list-users, show-session, show-user, session-status`) }),
  timedatectl: subcommands({ reading: listed(`, status, show, timesync-status, list-timezones`) }),
  hostnamectl: subcommands({ reading: ['', 'status'] }),
  'apt-cache': reads,
  'dpkg-query': reads,
  dpkg: onlyWith(/^(?:-[lsLS]|--list|--status|--listfiles|--search|--compare-versions|--print-architecture|--version)$/),
  rpm: onlyWith(/^(?:-q[a-z]*|--query|--eval|-E|--version)$/),
};
