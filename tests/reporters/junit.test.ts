import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import type { SaxesTagPlain } from 'saxes';
import { describe, expect, it } from 'vitest';
import { element, text } from '../../src/reporters/xml.ts';
import { ranFileFault, told, withScript } from './helpers.ts';

type Seen = { name: string; parent: string; attributes: Record<string, string> };

/** Every element with its parent and its text, by a strict parser: what is not well-formed throws. */
const parse = (xml: string): { elements: Seen[]; text: string } => {
  const parser = new SaxesParser();
  const open: string[] = [];
  const elements: Seen[] = [];
  let said = '';
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    elements.push({ name, parent: open.at(-1) ?? '', attributes });
    open.push(name);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', (piece) => (said += piece));
  parser.write(xml).close();
  return { elements, text: said };
};

/** What the schema of Jenkins (junit-10.xsd of its xUnit plugin) lets stand where, and what must be said. */
const SHAPE: Record<string, { in: string; needs: string[]; may: string[] }> = {
  testsuites: { in: '', needs: [], may: ['name', 'time', 'tests', 'failures', 'errors'] },
  testsuite: { in: 'testsuites', needs: ['name', 'tests', 'failures', 'errors'], may: ['time', 'skipped', 'timestamp', 'hostname'] },
  properties: { in: 'testsuite', needs: [], may: [] },
  property: { in: 'properties', needs: ['name', 'value'], may: [] },
  testcase: { in: 'testsuite', needs: ['name'], may: ['time', 'classname'] },
  failure: { in: 'testcase', needs: [], may: ['type', 'message'] },
  error: { in: 'testcase', needs: [], may: ['type', 'message'] },
  skipped: { in: 'testcase', needs: [], may: ['type', 'message'] },
  'system-out': { in: 'testcase', needs: [], may: [] },
  'system-err': { in: 'testcase', needs: [], may: [] },
};

const misshapen = ({ name, parent, attributes }: Seen): boolean => {
  const shape = SHAPE[name];
  if (shape === undefined || shape.in !== parent) return true;
  const given = Object.keys(attributes);
  return !shape.needs.every((key) => given.includes(key)) || !given.every((key) => [...shape.needs, ...shape.may].includes(key));
};

describe('a report for JUnit', () => {
  it('has a case for the gate, every step and the verdict; a fault that was found and mended is a pass', async () => {
    expect(told('junit', await ranFileFault())).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="kubemend" time="0.200" tests="6" failures="0" errors="0">
      <testsuite name="test-fault" tests="6" failures="0" errors="0" time="0.200" skipped="0" timestamp="2026-11-21T02:14:00" hostname="this machine">
      <properties>
      <property name="run" value="test"/>
      <property name="digest" value="7e57"/>
      <property name="changes" value="1"/>
      </properties>
      <testcase name="gate" classname="test-fault.gate" time="0.000"/>
      <testcase name="needs" classname="test-fault.precheck" time="0.088">
      <system-out>nothing is missing
      </system-out>
      </testcase>
      <testcase name="broken" classname="test-fault.diagnose" time="0.088">
      <system-out>no
      </system-out>
      </testcase>
      <testcase name="mend" classname="test-fault.fix" time="0.088"/>
      <testcase name="alive" classname="test-fault.verify" time="0.088">
      <system-out>yes
      </system-out>
      </testcase>
      <testcase name="verdict" classname="test-fault.verdict" time="0.000"/>
      </testsuite>
      </testsuites>
      "
    `);
  });

  it('says of each failure what failed and why', async () => {
    const ran = await ranFileFault({ change: withScript('mend', 'echo "no space on /dev/sda1" >&2; false') });
    expect(told('junit', ran)).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="kubemend" time="0.000" tests="6" failures="3" errors="0">
      <testsuite name="test-fault" tests="6" failures="3" errors="0" time="0.000" skipped="0" timestamp="2026-11-21T02:14:00" hostname="this machine">
      <properties>
      <property name="run" value="test"/>
      <property name="digest" value="7e57"/>
      <property name="changes" value="2"/>
      </properties>
      <testcase name="gate" classname="test-fault.gate" time="0.000"/>
      <testcase name="needs" classname="test-fault.precheck" time="0.088">
      <system-out>nothing is missing
      </system-out>
      </testcase>
      <testcase name="broken" classname="test-fault.diagnose" time="0.088">
      <failure type="present" message="broken?">yes</failure>
      <system-out>yes
      </system-out>
      </testcase>
      <testcase name="mend" classname="test-fault.fix" time="0.088">
      <failure type="failed" message="Do mend">it ended with exit code 1: no space on /dev/sda1</failure>
      <system-err>no space on /dev/sda1
      </system-err>
      </testcase>
      <testcase name="undo-mend" classname="test-fault.undo" time="0.088"/>
      <testcase name="verdict" classname="test-fault.verdict" time="0.000">
      <failure type="undone" message="not fixed: everything was undone, the cluster is as it was before">it ended with exit code 1: no space on /dev/sda1</failure>
      </testcase>
      </testsuite>
      </testsuites>
      "
    `);
  });

  it('takes what could not be told for an error, not for a failure', async () => {
    const { elements } = parse(told('junit', await ranFileFault({ change: withScript('broken', 'kubectl-that-is-not-there') })));
    expect(elements.find(({ name }) => name === 'testsuite')?.attributes).toMatchObject({ failures: '0', errors: '2' });
  });

  it('is shaped as Jenkins wants it, whatever a step prints', async () => {
    const script = String.raw`printf 'yes ]]> <b a="1"> & \033[2J \x00 \xed\xa0\x80 \xef\xbf\xbe </system-out>\n'`;
    const steps = ['broken', 'mend', 'alive'];
    for (const ran of await Promise.all(steps.map((step) => ranFileFault({ change: withScript(step, script) })))) {
      const { elements, text: said } = parse(told('junit', ran));
      expect(elements.filter(misshapen)).toEqual([]);
      expect(said).toContain('yes ]]> <b a="1"> &');
    }
  });
});

describe('text of others in XML', () => {
  const back = (any: string) => {
    const { elements, text: said } = parse(element('a', { b: any }, text(any)).trimEnd());
    return { names: elements.map(({ name }) => name), attribute: elements[0]?.attributes['b'], said };
  };

  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('\n', '\t', '<', '&', ']]>', '&amp;', '沙箱', '😀'))), (parts) => {
        const any = parts.join('');
        expect(back(any)).toEqual({ names: ['a'], attribute: any, said: any });
      }),
    );
  });

  it('loses what XML has no way to hold, and nothing breaks', () => {
    const halves = fc.array(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '\udc00', '\ufffe', '\u0000', '\u001b', '\r')),
    );
    fc.assert(
      fc.property(halves, (parts) => {
        expect(back(parts.join('')).names).toEqual(['a']);
      }),
    );
    expect(back('a\ud800b\ufffec').said).toBe('abc');
  });
});
