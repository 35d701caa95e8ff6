import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REDACTED, redactorFor } from '../../src/redact/redactor.ts';
import { printed, pemOf, chunked } from './printed.ts';

const { text } = redactorFor([]);

describe('a credential is taken out of text that shows', () => {
  it.each([
    ['a kubeconfig', '    client-key-data: LS0tLS1CRUdJTiBSU0EgUFJJ', '    client-key-data: [redacted]'],
    ['a kubeconfig with a token', '    token: abcdef', '    token: [redacted]'],
    ['a kubeconfig as JSON', '{"user":{"token":"a b","name":"me"}}', '{"user":{"token":"[redacted]","name":"me"}}'],
    ['JSON in JSON', String.raw`{"x":"{\"id-token\":\"abc\"}"}`, String.raw`{"x":"{\"id-token\":\"[redacted]\"}"}`],
    ['a header', '> Authorization: Bearer s3cr3t', '> Authorization: Bearer [redacted]'],
    ['a header of basic', 'authorization: Basic dXNlcjpwYXNz', 'authorization: Basic [redacted]'],
    ['a bearer token by itself', 'sent bearer abcdefgh1', 'sent bearer [redacted]'],
    ['a JSON Web Token', 'got eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJr.c2ln ok', 'got [redacted] ok'],
    ['kubeadm join', 'kubeadm join 10.0.0.1:6443 --token abcdef.0123456789abcdef \\', 'kubeadm join 10.0.0.1:6443 --token [redacted] \\'],
    ['a bootstrap token by itself', 'abcdef.0123456789abcdef   23h', '[redacted]   23h'],
    ['a kubeadm certificate key', '--control-plane --certificate-key 0a1b2c', '--control-plane --certificate-key [redacted]'],
    ['a k3s token', `K10${'ab'.repeat(32)}::server:0123456789abcdef`, '[redacted]'],
    ['the environment of k3s', 'K3S_TOKEN=12345 k3s agent', 'K3S_TOKEN=[redacted] k3s agent'],
    [
      'microk8s add-node',
      'microk8s join 10.0.0.1:25000/92b2db237428470dc4fcfc4ebbd9dc81/2c0cb3284b05',
      'microk8s join 10.0.0.1:25000/[redacted]',
    ],
    ["docker's credentials", '{"auths":{"r.io":{"auth":"dXNlcjpw"}}}', '{"auths":{"r.io":{"auth":"[redacted]"}}}'],
    ['a URL with a password', 'https://me:hunter2@r.io/v2/', 'https://me:[redacted]@r.io/v2/'],
    ['a PEM block', `before\n${pemOf('ab12')}\nafter`, 'before\n[redacted]\nafter'],
    ['a PEM block in JSON', `{"key":${JSON.stringify(pemOf('ab12'))},"a":1}`, '{"key":"[redacted]","a":1}'],
    ['a PEM block whose end was not printed', 'x\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\nAB', 'x\n[redacted]\n'],
  ])('%s', (_, printedText, safe) => {
    expect(text(printedText)).toBe(safe);
  });
});

describe('what is no credential stays', () => {
  it.each([
    '-A CNI-HOSTPORT-DNAT -p tcp -j DNAT --to-destination 10.1.2.3:80',
    'e2c39a03b5456fb05f6e26f1b3a1c9c9aa7cf3d1d0a9e6c1f6b7a8b9c0d1e2f3 is not running',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'MicroK8s v1.32.2 revision 7731',
    'client-certificate-data and certificate-authority-data are public',
    'Get "https://10.0.0.1:6443/readyz": dial tcp 10.0.0.1:6443: connect: connection refused',
    'a\r\nb\n\nc\r',
    '',
  ])('%s', (line) => expect(text(line)).toBe(line));
});

describe('a declared secret', () => {
  const secret = 'pa"ss wörd';
  const { text: hide } = redactorFor([secret]);

  it('is taken out as it is, in JSON, in base64 and in a URL', () => {
    const forms = [secret, JSON.stringify(secret).slice(1, -1), Buffer.from(secret).toString('base64'), encodeURIComponent(secret)];
    for (const form of forms) expect(hide(`<${form}>`), form).toMatch(/^<\[redacted\]=*>$/);
  });

  it('is taken out line by line, indented or not, where it has several', () => {
    expect(redactorFor(['first line\nsecond line']).text('x\n  first line\n  second line\ny')).toBe('x\n  [redacted]\n  [redacted]\ny');
  });

  it('is taken out however short it is, and where it overlaps itself', () => {
    expect(redactorFor(['aa']).text('aaa b')).toBe('[redacted] b');
  });
});

describe('a stream', () => {
  const over = (redactor: ReturnType<typeof redactorFor>, chunks: string[]): string => {
    const stream = redactor.stream();
    return chunks.map((chunk) => stream.push(chunk)).join('') + stream.end();
  };

  it('lets lines go as they end', () => {
    const stream = redactorFor([]).stream();
    expect([stream.push('one\ntw'), stream.push('o\nthree'), stream.end()]).toEqual(['one\n', 'two\n', 'three']);
  });

  it('is the same whatever the chunks, and the same when redacted again', () => {
    fc.assert(
      fc.property(chunked(), ({ chunks, secrets }) => {
        const redactor = redactorFor(secrets);
        const whole = redactor.text(chunks.join(''));
        expect(over(redactor, chunks)).toBe(whole);
        expect(redactorFor([]).text(whole)).toBe(redactorFor([]).text(redactorFor([]).text(whole)));
      }),
      { numRuns: 300 },
    );
  });

  it('lets no secret out of a thousand outputs', () => {
    fc.assert(
      fc.property(printed(), ({ chunks, secrets, declared }) => {
        const safe = over(redactorFor(declared), chunks);
        for (const secret of secrets) expect(safe).not.toContain(secret);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps back a bounded part of a line that does not end, and no secret that lies across the cut gets out', () => {
    const secret = 'correct-horse';
    const filler = 'x'.repeat(64 * 1024 - 7);
    const stream = redactorFor([secret]).stream();
    let out = '';
    let most = 0;
    let given = 0;
    for (let at = 0; at < 200; at += 1) {
      const chunk = `${filler} ${secret} "token":"${'y'.repeat(at * 50)}" `;
      given += chunk.length;
      out += stream.push(chunk);
      most = Math.max(most, given - out.length);
    }
    out += stream.end();
    expect(out).not.toContain('horse');
    expect(out).not.toContain('yy');
    expect(out.split(REDACTED)).toHaveLength(400);
    expect(stream.push('')).toBe('');
  });

  it('hides a token that is longer than all that is kept back', () => {
    const stream = redactorFor([]).stream();
    let out = stream.push('id: 1 token: ');
    for (let at = 0; at < 100; at += 1) out += stream.push('z'.repeat(64 * 1024));
    out += stream.push(' and on\n') + stream.end();
    expect(out).toBe(`id: 1 token: ${REDACTED} and on\n`);
  });

  it('hides a block on one line that is longer than all that is kept back', () => {
    const stream = redactorFor([]).stream();
    let out = stream.push('key -----BEGIN PRIVATE KEY-----');
    for (let at = 0; at < 100; at += 1) out += stream.push('MIIE'.repeat(16 * 1024));
    out += stream.push('-----END PRIVATE KEY----- and on\n') + stream.end();
    expect(out).toBe(`key ${REDACTED} and on\n`);
  });
});
