/** Writes a strict Content-Security-Policy into every built page, from the hashes of what the page has inline. */
import { createHash } from 'node:crypto';
import { glob, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

const CHARSET = /<meta charset="utf-8"\s*\/?>/i;
/** Data blocks (JSON-LD) do not run, so the policy has nothing to say about them. */
const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)(?![^>]*type="application\/(?:ld\+)?json")[^>]*>([^]*?)<\/script>/g;
const INLINE_STYLE = /<style[^>]*>([^]*?)<\/style>/g;
const LOOSE = /<[a-z][^<>]*\s(style|on[a-z]+)=["'][^<>]*>/i;

const hashesOf = (html: string, pattern: RegExp): string[] => {
  const texts = new Set([...html.matchAll(pattern)].map(([, text = '']) => text));
  return [...texts].map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
};

export const policyOf = (html: string): string =>
  [
    "default-src 'none'",
    // WebAssembly is the search; it starts when the box is used.
    ["script-src 'self' 'wasm-unsafe-eval'", ...hashesOf(html, INLINE_SCRIPT)].join(' '),
    ["style-src 'self'", ...hashesOf(html, INLINE_STYLE)].join(' '),
    "img-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/** The page with its policy, before anything that the policy is about. */
export const withPolicy = (html: string, page: string): string => {
  const loose = LOOSE.exec(html.replaceAll(INLINE_SCRIPT, ''))?.[0];
  if (loose !== undefined)
    throw new Error(`${page} has a ${LOOSE.exec(loose)?.[1]} attribute, which the content policy forbids: ${loose.slice(0, 200)}`);
  if (!CHARSET.test(html)) throw new Error(`${page} has no <meta charset>, after which the content policy belongs.`);
  return html.replace(CHARSET, (charset) => `${charset}<meta http-equiv="content-security-policy" content="${policyOf(html)}">`);
};

export const contentPolicy = (): AstroIntegration => ({
  name: 'content-policy',
  hooks: {
    'astro:build:done': async ({ dir }) => {
      const root = fileURLToPath(dir);
      for await (const page of glob('**/*.html', { cwd: root })) {
        const file = `${root}/${page}`;
        await writeFile(file, withPolicy(await readFile(file, 'utf8'), page));
      }
    },
  },
});
