/** Builtins of bash, and programs that read whatever they are told. */
import { every, reads } from './rules.ts';

export const builtins = every(
  `: [ [[ alias break case cd command-not-found continue declare echo exit export false getopts hash help jobs let local mapfile popd printf
   pushd pwd read readarray readonly return set shift shopt test times true type typeset ulimit umask unalias unset wait`,
  reads,
);

export const text = every(
  `base32 base64 basename cat cksum cmp column comm cut diff dirname egrep expand expr fgrep file fmt fold grep head hexdump join jq less
   md5sum nl numfmt od paste realpath readlink rev rg seq sha1sum sha256sum sha512sum sleep strings tac tail tr tsort unexpand wc xxd zcat zgrep`,
  reads,
);

export const machine = every(
  `arch blkid cat-file df du free getconf getent groups id last lsattr lsb_release lscpu lsmod lsns lsof lspci lsusb modinfo namei
   nproc pgrep pidof printenv ps pstree stat test top tty uname uptime vmstat w which who whoami ldd ls lsblk findmnt`,
  reads,
);
