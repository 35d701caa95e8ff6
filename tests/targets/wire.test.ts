import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wireFor } from '../../src/targets/wire.ts';

const TOKEN = 'run.1';
const begin = `\u001E${TOKEN} begin\n`;
const end = (code: number): string => `\u001E${TOKEN} end ${code}\n`;

const cut = (text: string, sizes: number[]): string[] => {
  const chunks: string[] = [];
  for (let at = 0, i = 0; at < text.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    chunks.push(text.slice(at, at + size));
    at += size;
  }
  return chunks;
};

const sifted = (text: string, sizes = [text.length]) => {
  const wire = wireFor(TOKEN);
  const said = cut(text, sizes).map((chunk) => wire.sift('stderr', chunk));
  return { text: said.join('') + wire.rest('stderr'), begun: wire.begun(), code: wire.code(), before: wire.before('stderr') };
};

describe('what the harness says about itself', () => {
  it('is taken out of what the step says, and so is what a login prints first', () => {
    expect(sifted(`Welcome!\n${begin}oh\n${end(3)}`)).toEqual({ text: 'oh\n', begun: true, code: 3, before: 'Welcome!\n' });
  });

  it('tells that nothing began, and what was printed instead', () => {
    expect(sifted('bash: not found\n')).toEqual({ text: '', begun: false, code: null, before: 'bash: not found\n' });
  });

  it('tells that the step began and nobody said how it ended', () => {
    expect(sifted(`${begin}half a li`)).toMatchObject({ text: 'half a li', begun: true, code: null });
    expect(sifted(`${begin}x\u001E${TOKEN} end 1`)).toMatchObject({ code: null });
  });

  it('leaves alone what only looks like it, also what comes after the end', () => {
    const alike = `\u001Erun.2 end 0\n\u001E\u001E${TOKEN} en`;
    expect(sifted(`${begin}${alike}${end(0)}late\n`)).toMatchObject({ text: `${alike}late\n`, code: 0 });
  });

  it('is found wherever the stream is cut', () => {
    const text = fc.array(fc.constantFrom('a', '\n', '\u001E', TOKEN, ' end ', ' begin', '7')).map((parts) => parts.join(''));
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(text, sizes, (said, cuts) => {
        fc.pre(!said.includes(`\u001E${TOKEN} end `));
        expect(sifted(`noise${begin}${said}${end(255)}`, cuts)).toMatchObject({ text: said, code: 255, before: 'noise' });
      }),
    );
  });

  it('says when the step has ended, before the streams do: once both have told', async () => {
    const wire = wireFor(TOKEN);
    let over = false;
    void wire.over.then(() => (over = true));
    wire.sift('stderr', `${begin}${end(0)}`);
    await Promise.resolve();
    expect(over).toBe(false);
    wire.sift('stdout', `${begin}last words\n${end(0)}`);
    await expect(wire.over).resolves.toBeUndefined();
  });
});
