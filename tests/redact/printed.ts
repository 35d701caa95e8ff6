/** Outputs of steps with secrets somewhere in them, cut into chunks anywhere. */
import * as fc from 'fast-check';

export const pemOf = (body: string): string =>
  ['-----BEGIN RSA PRIVATE KEY-----', ...(body.match(/.{1,64}/g) ?? []), '-----END RSA PRIVATE KEY-----'].join('\n');

const from = (alphabet: string, length: { min: number; max: number }): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...alphabet.split('')), { minLength: length.min, maxLength: length.max })
    .map((characters) => characters.join(''));

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const BASE64 = `${LOWER}${LOWER.toUpperCase()}${DIGITS}+/`;
const between = (min: number, max: number) => ({ min, max });

/** What must not come out, and the text in which it is printed. */
type Shown = { secrets: string[]; text: string; declared?: string };

const tokens: fc.Arbitrary<Shown>[] = [
  from(BASE64, between(16, 90)).map((key) => ({ secrets: [key], text: `    client-key-data: ${key}` })),
  from(`${LOWER}${DIGITS}-_.`, between(16, 60)).map((token) => ({ secrets: [token], text: `"token": "${token}",` })),
  from(`${LOWER}${DIGITS}-_.`, between(16, 60)).map((token) => ({ secrets: [token], text: `Authorization: Bearer ${token}` })),
  fc.tuple(from(LOWER + DIGITS, between(6, 6)), from(LOWER + DIGITS, between(16, 16))).map(([id, key]) => ({
    secrets: [key],
    text: `kubeadm join 10.0.0.1:6443 --token ${id}.${key} --discovery-token-unsafe-skip-ca-verification`,
  })),
  fc
    .tuple(from('0123456789abcdef', between(64, 64)), from('0123456789abcdef', between(32, 32)))
    .map(([ca, password]) => ({ secrets: [password], text: `token is K10${ca}::server:${password}` })),
  from(BASE64, between(128, 1600)).map((body) => ({ secrets: body.match(/.{64}/g) ?? [], text: pemOf(body) })),
];

/** Declared, so anything at all: quotes, newlines, other scripts; with enough of its own to be told from the text around it. */
const declaredSecret: fc.Arbitrary<Shown> = fc
  .tuple(fc.string({ unit: 'binary', maxLength: 40 }), from(BASE64, between(12, 12)))
  .map(([odd, own]) => `${own}${odd}`)
  .chain((secret) =>
    fc
      .constantFrom(secret, JSON.stringify(secret), Buffer.from(secret.toWellFormed()).toString('base64'), `password ${secret} given`)
      .map((text) => ({ secrets: [secret], text, declared: secret })),
  );

const noise: fc.Arbitrary<Shown> = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 80 }),
    fc.lorem({ maxCount: 8 }),
    fc.constantFrom('', '\u001b[31m', '-----', 'token', '\r'),
  )
  .map((text) => ({ secrets: [], text }));

const cut = (text: string, places: number[]): string[] => {
  const at = [0, ...places.map((place) => Math.floor(place * text.length)).toSorted((a, b) => a - b), text.length];
  return at.slice(1).map((end, index) => text.slice(at[index], end));
};

const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

export type Printed = { chunks: string[]; secrets: string[]; declared: string[] };

export const printed = (): fc.Arbitrary<Printed> =>
  fc.tuple(fc.array(fc.oneof(...tokens, declaredSecret, noise), { maxLength: 8 }), places).map(([parts, where]) => ({
    chunks: cut(parts.map(({ text }) => text).join('\n'), where),
    secrets: parts.flatMap((part) => part.secrets),
    declared: parts.flatMap((part) => part.declared ?? []),
  }));

export const chunked = (): fc.Arbitrary<{ chunks: string[]; secrets: string[] }> =>
  printed().map(({ chunks, declared }) => ({ chunks, secrets: declared }));
