import { expect, it } from 'vitest';
import { markdownText } from '../../src/cli/markdown-text.ts';
import { paintFor } from '../../src/reporters/paint.ts';

const paint = paintFor(false);

const TABLE = `Before it.

| Docker Engine | what is wrong | message |
| --- | --- | --- |
| 24.0.x | *nothing* | |
| 25.0.0 | the layers are in random order ([#47150](https://github.com/moby/moby/issues/47150)) | \`wrong diff id\` |

After it.`;

it('shows each row of a table as a text that wraps, with the names of its columns', () => {
  expect(markdownText(TABLE, { width: 60, paint }, () => '')).toMatchInlineSnapshot(`
    "  Before it.

      • 24.0.x · what is wrong: nothing
      • 25.0.0 · what is wrong: the layers are in random order
        (#47150 (https://github.com/moby/moby/issues/47150)) ·
        message: wrong diff id

      After it.

    "
  `);
});

it('keeps the numbers of a list, and a line between it and what follows', () => {
  expect(
    markdownText(
      'Three commands:\n\n1. List the jumps.\n2. Delete one.\n\nThen check.\n\n- a point\n- another',
      { width: 60, paint },
      () => '',
    ),
  ).toMatchInlineSnapshot(`
    "  Three commands:

      1. List the jumps.
      2. Delete one.

      Then check.

      • a point
      • another
    "
  `);
});
