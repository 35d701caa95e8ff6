/** Programs that write files, or the machine, only when they are told to. */
import { always, every, listed, onlyWith, operands, reads, subcommands, unless, writesBecause } from './rules.ts';
import type { Rule } from './rules.ts';

/** Files that a command writes because one of its options says so. */
export const files: Record<string, Rule> = {
  sort: unless(/^(?:-[a-zA-Z]*o|--output)/),
  uniq: (args) => (operands(args, ['-f', '-s', '-w']).length > 1 ? writesBecause('its second operand is written') : reads(args)),
  tee: (args) =>
    operands(args).every(({ value }) => /^\/dev\/(?:null|stderr|stdout)$/.test(value)) ? reads(args) : writesBecause('it writes files'),
  date: unless(/^(?:-s|--set)/),
  hostname: (args) => (operands(args).length > 0 ? writesBecause('it sets the name') : reads(args)),
  mount: (args) => (operands(args, ['-t']).length > 0 ? writesBecause('it mounts') : reads(args)),
  dmesg: unless(/^(?:-[a-zA-Z]*[cCDEn]|--clear|--read-clear|--console)/),
  sysctl: unless(/^(?:-[a-z]*[wp]|--write|--load|--system)|=/),
  gzip: onlyWith(/^-[a-z]*[clt]/),
  gunzip: onlyWith(/^-[a-z]*[clt]/),
  tar: onlyWith(/^-?[a-z]*t|^--list$/),
  yq: unless(/^(?:-[a-z]*i|--inplace)/),
  openssl: unless(/^-(?:out|keyout|writerand)$/, subcommands({ reading: listed(`x509, s_client, verify, version, crl, asn1parse, dgst`) })),
  kill: onlyWith(/^-(?:0|l|s0)$/),
  ...every(
    'rm mv cp ln mkdir rmdir touch chmod chown chgrp install dd truncate shred mktemp mkfifo patch rsync split csplit unlink',
    always('it changes files'),
  ),
  ...every(
    'reboot shutdown halt poweroff killall pkill umount modprobe rmmod insmod swapoff swapon crontab useradd usermod',
    always('it changes the machine'),
  ),
};
