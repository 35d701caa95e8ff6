import { describe, expect, test } from 'vitest';
import { extractRunbook } from '../../src/catalog/extract-runbook.ts';
import { runbookDigest } from '../../src/domain/digest.ts';
import { checksOf, runbookSchema } from '../../src/domain/runbook.ts';
import { article, complaints, complaintsAbout, lines, runbookOf } from './helpers.ts';

describe('an article', () => {
  test('becomes a runbook that the schema accepts', () => {
    const runbook = runbookOf();
    expect(runbookSchema.parse(runbook)).toEqual(runbook);
  });

  test('gives every step with the line of its script', () => {
    expect(runbookOf().steps.map(({ id, phase, line }) => `${id} ${phase} ${line}`)).toMatchInlineSnapshot(`
      [
        "stale-socket diagnose 83",
        "free fix 102",
        "take-back undo 110",
        "lamp-lights verify 118",
        "lamp-log collect 125",
      ]
    `);
  });

  test('says which checks belong to some ways only, and nothing of it where there are none', () => {
    const own =
      '```bash runbook=verify\n#| id: another-lamp\n#| title: Is it another lamp?\n#| only: [new-lamp]\n#| present: new\nlamp age\n```\n\n';
    const runbook = runbookOf({
      en: [['```bash runbook=collect', `${own}\`\`\`bash runbook=collect`]],
      zh: [
        ['  lamp-log:', '  another-lamp: 换过了吗？\n  lamp-log:'],
        ['<Step id="lamp-lights" />', '<Step id="lamp-lights" />\n<Step id="another-lamp" />'],
      ],
    });
    expect(runbook.resolutions.map((way) => [way.id, checksOf(runbook, way).map(({ id }) => id)])).toEqual([
      ['free-socket', ['lamp-lights']],
      ['new-lamp', ['lamp-lights', 'another-lamp']],
    ]);
    expect(JSON.stringify(runbookOf())).not.toContain('"only"');
  });

  test('keeps of its prose what a terminal can show', () => {
    expect(runbookOf().text.en.body).toMatchInlineSnapshot(`
      "The switch records the socket *before* it is free. See \`lamp.go\`.

      Turning it again does **not** help.

      ## Is this you?

      \`\`\`bash
      ls /var/lib/lamp
      \`\`\`

      - First look at the state:

        {{step stale-socket}}

      ## Mend it

      {{step free}}

      {{step take-back}}

      {{step lamp-lights}}

      {{step lamp-log}}
      "
    `);
    expect(runbookOf().text['zh-cn']?.body).toMatchInlineSnapshot(`
      "开关在插座空出来*之前*就记录了它。

      {{step stale-socket}}

      ## 修复

      {{step free}}
      {{step take-back}}
      {{step lamp-lights}}

      1. 日志：

         {{step lamp-log}}
      "
    `);
  });

  test('reads the same with the line ends of Windows', () => {
    const { slug, en, translation } = article('whole');
    const windows = extractRunbook({ slug, en: { ...en, text: en.text.replaceAll('\n', '\r\n') }, translation });
    expect(windows).toEqual({ kind: 'ok', runbook: runbookOf(), notes: [] });
  });

  test('may lack its translation, which is said and no error', () => {
    const extraction = extractRunbook({ ...article('whole'), translation: null });
    expect(extraction.kind === 'ok' && extraction.runbook.text['zh-cn']).toBeNull();
    expect(lines(extraction.notes)).toMatchInlineSnapshot(
      `"en.mdx:1:1: \`whole\` has no translation — write zh-cn.mdx beside it; until then readers of Chinese see the English text, marked as such"`,
    );
  });
});

describe('the digest of a runbook', () => {
  const digest = (...en: [string, string][]): Promise<string> => runbookDigest(runbookOf({ en }));

  test.each([
    ['a title', 'title: Free the socket', 'title: Let the socket go'],
    ['the prose', '## Mend it', 'Another paragraph.\n\n## Mend it now'],
    ['line numbers', '---\n\nimport', '---\n\n\n\nimport'],
    ['a sample', '"00ff" is fresh', '"00fe" is fresh'],
  ])('does not change with %s', async (_, from, to) => {
    expect(await digest([from, to])).toBe(await digest());
  });

  test.each([
    ['a script', 'sudo rm --', 'sudo rm -f --'],
    ['a risk', 'risk: reversible', 'risk: disruptive'],
    ['an undo', '#| undo: take-back', '#| undo: { none: the socket is never needed again }'],
    ['a time-out', 'timeout: 5s', 'timeout: 6s'],
    ['a check', '#| absent: /^none stale$/', '#| absent: /^none stale/'],
    ['an input', "pattern: '/^[a-z]+$/'", "pattern: '/^[a-z]*$/'"],
    ['the versions', '<1.32.4+k3s1', '<1.32.5+k3s1'],
    ['how long it must be healthy', 'stable: 10s', 'stable: 11s'],
  ])('changes with %s', async (what, from, to) => {
    const changes: [string, string][] = [[from, to]];
    // An undo that nobody refers to is an error, so the fence goes too.
    if (what === 'an undo') changes.push(['```bash runbook=undo\n#| id: take-back', '```bash runbook=collect\n#| id: take-back']);
    if (what === 'an undo')
      changes.push([
        '#| title: Take the socket back\n#| needs: [root]\n#| uses: [LAMP, SOCKET]',
        '#| title: Take the socket back\n#| uses: [LAMP, SOCKET]',
      ]);
    const zh: [string, string][] = what === 'an undo' ? [['resolutions:', 'noUndo:\n  free: 插座不会再用\nresolutions:']] : [];
    expect(await runbookDigest(runbookOf({ en: changes, zh }))).not.toBe(await digest());
  });
});

describe('an author reads', () => {
  test('everything that is wrong with a file at once', () => {
    expect(complaints(extractRunbook(article('many-errors')))).toMatchInlineSnapshot(`
      "en.mdx:2:1: \`id\` is not right: expected KM and four digits, such as KM0001 — write a value of that form
      en.mdx:3:1: \`title\` is longer than 90 characters — the symptom in the words of the person who has it
      en.mdx:4:1: unknown key \`symtom\` — did you mean \`symptom\`?
      en.mdx:5:1: \`summary\` is not right: expected string, received number — put the value in quotes, or write its unit: 20s
      en.mdx:6:1: \`distro\` cannot be "k3" — did you mean \`k3s\`?
      en.mdx:9:5: \`1.32\` is no version; expected one such as 1.32.2+k3s1 (at character 3) — >=1.32.0 <1.32.4 || >=1.31.6 <1.31.8
      en.mdx:12:5: \`pattern\` is no pattern: RE2 refuses it: error parsing regexp: invalid or unsupported Perl syntax: \`(?=\` — between slashes stands RE2 syntax (no lookahead, no backreference); without slashes a literal
      en.mdx:13:5: \`signatures.0.where\` cannot be "kubelt" — did you mean \`kubelet\`?
      en.mdx:16:5: \`signatures.0.rejects\` is empty — write at least 1
      en.mdx:20:5: unknown key \`recomended\` in \`resolutions.0\` — did you mean \`recommended\`?
      en.mdx:21:13: there is no fix step \`nope\` — expected one of a, c
      en.mdx:22:48: \`resolutions.0.cost.survives.reboot\` is not right: expected string, received number — put the value in quotes, or write its unit: 20s
      en.mdx:23:11: \`verify.within\` is not right: expected string, received number — put the value in quotes, or write its unit: 20s
      en.mdx:23:46: \`verify.samples\` is less than 2 — write at least 2
      en.mdx:24:1: \`upstream\` is empty — write at least 1
      en.mdx:27:1: unknown phase \`diagnos\` — did you mean \`diagnose\`?
      en.mdx:28:4: \`absent\` is missing — the fault is not here
      en.mdx:30:4: unknown key \`tmeout\` — did you mean \`timeout\`?
      en.mdx:35:1: the article has no verify step — a fix is one only when the cluster was seen healthy after it: write a \`\`\`bash runbook=verify fence
      en.mdx:36:4: \`risk\` is missing — reversible: undo restores it; disruptive: something stops for a while; destructive: data is lost
      en.mdx:36:4: \`undo\` is missing — the id of an undo fence, or { none: the reason }
      en.mdx:36:4: an action says either \`repeatable: true\` or \`done: <probe>\`, or a killed run could not be resumed truly — say which of the two holds
      en.mdx:36:4: two steps are called \`a\`, the other in line 28 — give one of them another id
      en.mdx:38:11: no input and no step before \`a\` provides \`FOO\` — there is none to choose from
      en.mdx:39:15: the pattern of \`X\` must have exactly one group — put parentheses around what is the value, and (?: ) around the rest
      en.mdx:41:1: an option after the script has begun does not count — move it to the top of the fence
      en.mdx:47:4: \`risk\` cannot be "reversibel" — did you mean \`reversible\`?
      en.mdx:48:4: there is no undo step \`none\` — write \`undo: { none: <why it cannot be taken back> }\`
      en.mdx:53:1: a step is bash, not \`sh\` — begin the fence with \`\`\`bash
      en.mdx:55:11: Nested mappings are not allowed in compact mappings — put the value in single quotes if it holds \`: \`, \` #\` or starts with a sign"
    `);
  });

  test('that a fence is cut off by the end of the file', () => {
    expect(complaints(extractRunbook(article('cut-off')))).toMatchInlineSnapshot(
      `"en.mdx:121:1: the bash fence is cut off by the end of its block — close it with a line of the same backquotes"`,
    );
  });

  test('that YAML is a bomb, quickly', () => {
    const from = performance.now();
    expect(complaints(extractRunbook(article('yaml-bomb')))).toMatchInlineSnapshot(
      `"en.mdx:2:1: the YAML refers to itself more than 16 times — write the values out, in quotes"`,
    );
    expect(performance.now() - from).toBeLessThan(2000);
  });

  test.each([
    ['[', '['.repeat(60_000)],
    ['- ', `\n  ${'- '.repeat(30_000)}`],
  ])('that YAML is too deep, without hanging: %s…', (_, deep) => {
    expect(complaintsAbout({ en: [['distro: k3s', `distro: ${deep}`]] })).toContain('en.mdx:2:1: the YAML is nested too deep to be read');
  });

  test('what MDX does not understand, and where', () => {
    expect(complaintsAbout({ en: [['</Aside>', '']] })).toMatchInlineSnapshot(
      `"en.mdx:60:1: Expected a closing tag for \`<Aside>\` — in MDX, \`<\` and \`{\` start components and expressions: put them in backquotes, or write \\< and \\{"`,
    );
  });

  test('that there is no frontmatter', () => {
    const { slug } = article('whole');
    const extraction = extractRunbook({ slug, en: { file: 'en.mdx', text: 'title: x\n' }, translation: null });
    expect(complaints(extraction)).toMatchInlineSnapshot(
      `"en.mdx:1:1: the file has no frontmatter — put --- on a line of its own before and after it"`,
    );
  });
});

const one = (what: string, from: string, to: string) => ({ what, from, to });

describe('an author reads, of one mistake,', () => {
  test.each([
    one('an unknown key in the frontmatter', 'summary:', 'sumary:'),
    one('an unknown key deep in the frontmatter', 'downtime: a minute', 'downtme: a minute'),
    one('a misspelt phase', 'runbook=verify', 'runbook=verfy'),
    one('a misspelt meta', 'runbook=verify', 'runbok=verify'),
    one('a phase that is nothing like one', 'runbook=collect', 'runbook=later'),
    one('options without a phase', 'bash runbook=collect', 'bash'),
    one('an unknown option', 'timeout: 5s', 'tmeout: 5s'),
    one('a bad duration', 'timeout: 5s', 'timeout: 5'),
    one('two steps with one id', 'id: lamp-log', 'id: free'),
    one('an action without undo', '#| undo: take-back\n', ''),
    one('an action without risk', '#| risk: reversible\n', ''),
    one('an action that only reads', 'risk: reversible', 'risk: read-only'),
    one('undo: none without a reason', 'undo: take-back', 'undo: none'),
    one('an undo that is not there', 'undo: take-back', 'undo: take-bak'),
    one('a done that is not there', 'done: lamp-lights', 'done: lamp-light'),
    one('an action that cannot be resumed', '#| done: lamp-lights\n', ''),
    one('a fix in no resolution', 'steps: [free]', 'steps: [fre]'),
    one('a probe without absent in diagnose', '#| absent: /^none stale$/\n', ''),
    one('a pattern that RE2 refuses', '#| present: /^light$/', '#| present: /^(?!dark)/'),
    one('half a pattern', '#| present: /^light$/', '#| present: /^light$'),
    one('a pattern cut off by a comment', '#| present: /^light$/', '#| present: /^light #/'),
    one('outputs without a group', String.raw`'/^stale (\S+)$/'`, String.raw`'/^stale \S+$/'`),
    one('a sample that does not match', 'socket "00ff" is stale\'\n', 'socket "zz" is stale\'\n'),
    one('a rejected sample that matches', 'is fresh', 'is stale'),
    one('a value that nothing provides', 'uses: [LAMP, SOCKET]', 'uses: [LAMP, SOKET]'),
    one('a value that comes too late', "#| outputs:\n  #|   SOCKET: '/^stale (\\S+)$/'\n  #| present", '#| present'),
    one('a title that is too long', 'title: The lamp stays', `title: The lamp ${'very '.repeat(12)}stays`),
    one('a former slug that is a path', 'distro: k3s', "formerSlugs: ['../x']\ndistro: k3s"),
    one('a version that YAML takes for a number', "reboot: 'yes', upgrade: 'yes' }\n  - id", "reboot: 1.30, upgrade: 'yes' }\n  - id"),
    one('a double key', 'distro: k3s', 'distro: k3s\ndistro: kind'),
    one('a fence that is not bash', 'bash runbook=collect', 'sh runbook=collect'),
    one('an option below the script', '-u lamp -n 50', '-u lamp -n 50\n#| timeout: 5s'),
    one('a check of a way that is not there', '#| present: /^light$/', '#| only: [new-lap]\n#| present: /^light$/'),
    one('a way that no check is asked after', '#| present: /^light$/', '#| only: [new-lamp]\n#| present: /^light$/'),
    one('no verify', 'runbook=verify', 'runbook=precheck'),
  ])('$what', ({ what, from, to }) => {
    const text = complaintsAbout({ en: [[from, to]] })
      .split('\n')
      .filter((line) => line.startsWith('en.mdx'))
      .join('\n');
    expect(text).toMatchSnapshot(what);
  });
});

describe('a translator reads', () => {
  test.each([
    one('that a step is not referred to', '<Step id="free" />', ''),
    one('that a step stands twice', '<Step id="free" />', '<Step id="free" />\n<Step id="free" />'),
    one('that there is no such step', '<Step id="free" />', '<Step id="free" />\n<Step id="fre" />'),
    one('that a title is missing', '  free: 释放插座\n', ''),
    one('that a title is of nothing', '  free: 释放插座\n', '  free: 释放插座\n  fee: x\n'),
    one('that a translation holds no steps', '## 修复', '```bash runbook=fix\n#| id: x\n```\n\n## 修复'),
    one('that data stands in the English file only', 'summary:', 'distro: k3s\nsummary:'),
    one('that an instruction is missing', '    instruction: 取下灯，换上新的。\n', ''),
    one('that an input is not translated', 'inputs:\n  LAMP: 灯的名字\n', ''),
  ])('$what', ({ what, from, to }) => {
    expect(complaintsAbout({ zh: [[from, to]] })).toMatchSnapshot(what);
  });
});
