import { describe, expect, test } from 'vitest';
import { lackingOnMacs } from '../../src/catalog/portability-lint.ts';

const lacks = (script: string): string[] => lackingOnMacs(script).map(({ what }) => what);

describe('macOS lacks', () => {
  test.each([
    ['mapfile -t a < <(ls)', 'mapfile'],
    ['declare -A m', 'associative arrays'],
    ['f() { local -n r=$1; }', 'associative arrays'],
    ['echo "${x^^}"', '${x^^}'],
    ['echo "${x,,}"', '${x^^}'],
    ['ls &>>log', '&>>'],
    ['ls |& cat', '|&'],
    ['sed -i s/a/b/ f', '`sed -i` without a suffix'],
    ['grep -oP x f', '`grep -P`'],
    ['readlink -f f', '`readlink -f`'],
    ['date -d yesterday', '`date -d`'],
    ['stat -c %s f', '`stat -c`'],
    ['sudo timeout 5 ls', 'timeout'],
    ['ls | sort -rV', '`sort -V`'],
    ['ls | xargs -r rm', '`xargs -r`'],
    ['head -n -1 f', '`head -n -N`'],
    ['base64 -w0 f', '`base64 -w`'],
    ['ls | xargs -n1 readlink -f', '`readlink -f`'],
    ['iptables -S', 'that command'],
  ])('%s', (script, what) => {
    expect(lacks(script).join()).toContain(what);
  });
});

describe('macOS has', () => {
  test.each([
    'while IFS= read -r line; do echo "$line"; done < <(docker ps -q)',
    "sed -i '' s/a/b/ f",
    'sed -i.bak s/a/b/ f',
    'sed -E -n s/a/b/p f',
    'grep -E x f | sort -u | head -n 1 | xargs -n1 echo',
    'docker exec kind-control-plane iptables -S',
    'docker exec node stat -c %s f',
    'local_x=${x:-1}; echo "${x%/*}" >>log 2>&1',
    'kubectl get pods -o jsonpath="{.items}"',
  ])('%s', (script) => {
    expect(lacks(script)).toEqual([]);
  });
});
