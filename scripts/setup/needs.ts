/** What the chores need from the system, which Debian package brings it, and what proves that it is there. */

export type Purpose = 'lab' | 'browser' | 'lint' | 'ssh' | 'shell' | 'bench';
/** The proof is a command (looked up in PATH and the system directories) or, with a leading slash, a file. */
export type Need = { purpose: Purpose; package: string; proof: string };

const CNI = 'containernetworking-plugins';
const CJK_FONT = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';

export const needs: readonly Need[] = [
  { purpose: 'lab', package: 'iproute2', proof: 'ip' },
  { purpose: 'lab', package: 'util-linux', proof: 'nsenter' },
  { purpose: 'lab', package: 'procps', proof: 'pgrep' },
  { purpose: 'lab', package: 'curl', proof: 'curl' },
  { purpose: 'lab', package: 'iptables', proof: 'iptables-legacy' },
  { purpose: 'lab', package: 'iptables', proof: 'iptables-nft' },
  { purpose: 'lab', package: 'nftables', proof: 'nft' },
  { purpose: 'lab', package: 'busybox-static', proof: 'busybox' },
  { purpose: 'lab', package: CNI, proof: '/usr/lib/cni/bridge' },
  { purpose: 'lab', package: CNI, proof: '/usr/lib/cni/portmap' },
  { purpose: 'lab', package: 'strace', proof: 'strace' },
  { purpose: 'browser', package: 'chromium', proof: 'chromium' },
  { purpose: 'browser', package: 'fonts-noto-cjk', proof: CJK_FONT },
  { purpose: 'ssh', package: 'openssh-client', proof: 'ssh' },
  { purpose: 'ssh', package: 'openssh-server', proof: 'sshd' },
  { purpose: 'ssh', package: 'sudo', proof: 'sudo' },
  { purpose: 'ssh', package: 'openssl', proof: 'openssl' },
  { purpose: 'lint', package: 'shellcheck', proof: 'shellcheck' },
  { purpose: 'shell', package: 'zsh', proof: 'zsh' },
  { purpose: 'shell', package: 'fish', proof: 'fish' },
  { purpose: 'shell', package: 'mandoc', proof: 'mandoc' },
  { purpose: 'bench', package: 'bats', proof: 'bats' },
  { purpose: 'bench', package: 'ansible-core', proof: 'ansible-playbook' },
];

export const purposesInWords: Record<Purpose, string> = {
  lab: 'the labs',
  browser: "the site's tests in a browser",
  lint: 'the check of the runbook scripts',
  shell: 'the tests of completion and of the manual page',
  bench: 'what the runner is measured beside',
  ssh: 'the tests of targets behind ssh',
};
