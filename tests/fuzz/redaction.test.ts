import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { redactorFor } from '../../src/redact/redactor.ts';
import { printed } from '../redact/printed.ts';
import { bounded } from './bounded.ts';

it('generated outputs of steps, in any chunks, let no secret out', () => {
  fc.assert(
    fc.property(printed(), ({ chunks, secrets, declared }) => {
      const stream = redactorFor(declared).stream();
      const safe = chunks.map((chunk) => stream.push(chunk)).join('') + stream.end();
      for (const secret of secrets) expect(safe).not.toContain(secret);
    }),
    bounded(10_000),
  );
});
