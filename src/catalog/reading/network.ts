/** Network tools: most show and set with the same command. */
import { always, every, listed, onlyWith, operands, reads, subcommands, unknownBecause, unless, wrapper, writesBecause } from './rules.ts';
import type { Argument } from '../shell.ts';
import type { Rule } from './rules.ts';

/** What is thrown away is not written: `-o /dev/null`, as in every probe that asks for a status only. */
const withoutNull = (args: Argument[]): Argument[] =>
  args.filter(({ value }, at) => {
    const isThrownAway = (option: string | undefined, to: string | undefined): boolean =>
      /^(?:-[a-zA-Z]*o|--output)$/.test(option ?? '') && to === '/dev/null';
    return !isThrownAway(value, args[at + 1]?.value) && !isThrownAway(args[at - 1]?.value, value);
  });

const CURL_CHANGES = /^(?:-[a-zA-Z]*[oOTdF]|--output|--remote-name|--upload-file|--data|--form|--json|--cookie-jar|--dump-header)/;

const curl = unless(CURL_CHANGES, (args) => {
  const at = args.findIndex(({ value }) => /^(?:-[a-zA-Z]*X|--request)$/.test(value));
  const method = args[at + 1]?.value ?? '';
  const attached = args
    .find(({ value }) => /^(?:-[a-zA-Z]*X[A-Z]|--request=)/.test(value))
    ?.value.replace(/^(?:-[a-zA-Z]*X|--request=)/, '');
  const asked = attached ?? (at === -1 ? 'GET' : method);
  return /^(?:GET|HEAD|OPTIONS)$/.test(asked) ? reads(args) : writesBecause(`\`${asked}\` changes something`);
});

export const http: Record<string, Rule> = {
  curl: (args) => curl(withoutNull(args)),
  wget: (args) =>
    args.some(({ value }) => /^(?:-[a-zA-Z]*O-|--spider|--output-document=-)$/.test(value) || value === '-')
      ? reads(args)
      : writesBecause('it saves what it gets'),
  nc: unless(/^-[a-z]*l/),
  ...every('ping ping6 dig host nslookup traceroute tracepath arping resolvectl', reads),
};

const IPTABLES_CHANGES =
  /^(?:-[a-zA-Z]*[ADIRFZNXPE][a-zA-Z]*|--(?:append|delete|insert|replace|flush|zero|new|delete-chain|policy|rename).*)$/;
const iptables = unless(IPTABLES_CHANGES, onlyWith(/^(?:-[a-z]*[SLCVh][a-z]*|--list.*|--check|--version|--help)$/));
const families = ['iptables', 'ip6tables', 'arptables', 'ebtables'].flatMap((name) => [name, `${name}-legacy`, `${name}-nft`]);

/** Verbs of `ip`; without one it shows. */
const IP_SHOWS = /^(?:s|sh|show|l|ls|list|lst|get|dev|help|monitor)$/;
const ip: Rule = (args) => {
  const [object, verb] = operands(args, ['-n', '-netns', '-f', '-family', '-l', '-rc']);
  if (object?.value === 'netns' && verb?.value === 'exec') return wrapper({ own: 1 })(args.slice(args.indexOf(verb) + 1));
  if (object?.value === 'netns' && /^(?:identify|pids|list-id)$/.test(verb?.value ?? '')) return reads(args);
  if (object === undefined || verb === undefined || IP_SHOWS.test(verb.value)) return reads(args);
  return verb.isLiteral
    ? writesBecause(`\`${object.value} ${verb.value}\` changes something`)
    : unknownBecause('its verb is not known before it runs');
};

export const network: Record<string, Rule> = {
  ...Object.fromEntries(families.map((name) => [name, iptables])),
  ...every(
    'iptables-save ip6tables-save iptables-legacy-save ip6tables-legacy-save iptables-nft-save ip6tables-nft-save',
    unless(/^(?:-f|--file|-M|--modprobe)/),
  ),
  ...every('iptables-restore ip6tables-restore iptables-legacy-restore iptables-nft-restore', always('it replaces the rules')),
  nft: subcommands({ reading: ['list', 'describe', 'monitor'], valued: ['-I', '--includepath'] }),
  ip,
  ss: unless(/^(?:-[a-zA-Z]*K|--kill)/),
  bridge: ip,
  conntrack: unless(/^(?:-[DFIU]|--delete|--flush|--create|--update)$/),
  ipset: subcommands({ reading: listed(`list, save, test, version,`) }),
  ipvsadm: onlyWith(/^(?:-[a-z]*[lLS]n?|--list|--save)$/),
  ethtool: unless(/^-(?:-?set|s|K|G|L|C|A|X|N|E|f|r|p|t)/),
  ...every('netstat arp route ifconfig brctl', (args) =>
    operands(args).some(({ value }) => !/^(?:show|-.*|[a-z]+\d+)$/.test(value)) ? unknownBecause('it may set what it shows') : reads(args),
  ),
  tcpdump: unless(/^-[a-z]*w/),
};
