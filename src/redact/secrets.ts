/** How secrets look. None goes over the end of a line, and every repetition before one is bounded, so no text can make a pattern slow. */

/** Where a secret is: `from` to `to` is hidden; from `start` on the text is needed to recognise it. */
export type Found = { start: number; from: number; to: number };

/** Keys of kubeconfig, of registries' credentials and of joining a cluster, as they end: client-key-data, id-token, K3S_TOKEN. */
const SECRET_KEYS = 'token|password|passwd|client-secret|secret-key|secret_access_key|key-data|certificate-key';
const QUOTE = `(?:\\\\{0,3}["'])?`;
const VALUE = `(?:\\\\{0,3}"[^"\\r\\n]*"?|'[^'\\r\\n]*'?|[^\\s"',;}]+)`;

/** Group 1 stands before the secret and is kept. */
const PATTERNS: RegExp[] = [
  new RegExp(`((?<![\\w-])[\\w-]{0,40}(?:${SECRET_KEYS})${QUOTE}[ \\t]{0,8}[:=][ \\t]{0,8})${VALUE}`, 'gi'),
  /(--(?:[\w-]{0,20}token|password|certificate-key)[ \t]{1,8})[^\s"']+/gi,
  /(\bauthorization\\{0,3}["']?[ \t]{0,8}[:=][ \t]{0,8}\\{0,3}["']?(?:[a-z]{1,10}[ \t]{1,8})?)[^\s"',\\]+/gi,
  /(\b(?:bearer|basic)[ \t]{1,8})[\w.~+/=-]{8,}/gi,
  // a JSON Web Token: {" in base64, then two more parts
  /(\b)eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g,
  // kubeadm: https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/
  /(\b)[a-z0-9]{6}\.[a-z0-9]{16}(?![a-z0-9])/g,
  // k3s: https://docs.k3s.io/cli/token
  /(\b)K10[0-9a-f]{40,}::[^\s"']+/g,
  // microk8s add-node prints host:25000/<token>[/<check>]
  /(:25000\/)[0-9a-z]{16,}(?:\/[0-9a-z]+)?/g,
  // docker's config.json
  /(\\{0,3}"auth\\{0,3}"[ \t]{0,8}:[ \t]{0,8}\\{0,3}")[^"\\\r\n]+/g,
  // https://user:password@host
  /(:\/\/[^\s:@/]{1,100}:)[^\s:@/]+(?=@)/g,
  // a PEM block in base64, as Secrets and kubeconfigs hold it
  /(\b)LS0tLS1CRUdJTi[\w+/=]*/g,
];

const quotesAround = (text: string): { before: number; after: number } => {
  const before = /^\\{0,3}["']/.exec(text)?.[0].length ?? 0;
  return { before, after: before === 0 ? 0 : (/\\{0,3}["']$/.exec(text.slice(before))?.[0].length ?? 0) };
};

/** Every pattern needs one of these: most of what is printed has none, and need not be looked at again and again. */
const HINT = /token|pass|secret|key|authorization|bearer|basic|eyJ|K10|:25000|"auth|:\/\/|LS0t|\.[a-z0-9]{16}/i;

const byPattern = (text: string): Found[] => (HINT.test(text) ? matches(text) : []);

const matches = (line: string): Found[] =>
  PATTERNS.flatMap((pattern) =>
    Array.from(line.matchAll(pattern), (match) => {
      const from = match.index + (match[1] ?? '').length;
      const to = match.index + match[0].length;
      const { before, after } = quotesAround(line.slice(from, to));
      return { start: match.index, from: from + before, to: to - after };
    }),
  );

const everyPlace = (line: string, secret: string): Found[] => {
  const found: Found[] = [];
  for (let at = line.indexOf(secret); at >= 0; at = line.indexOf(secret, at + 1))
    found.push({ start: at, from: at, to: at + secret.length });
  return found;
};

/** What overlaps or touches becomes one. */
const joined = (found: Found[]): Found[] => {
  const inOrder = found.filter(({ from, to }) => from < to).toSorted((a, b) => a.from - b.from);
  const all: Found[] = [];
  for (const one of inOrder) {
    const last = all.at(-1);
    if (last === undefined || one.from > last.to) all.push({ ...one });
    else Object.assign(last, { start: Math.min(last.start, one.start), to: Math.max(last.to, one.to) });
  }
  return all;
};

/** All secrets of one line or more, in order, apart from each other. `known` are the written forms of the declared ones. */
export const secretsIn = (text: string, known: string[]): Found[] =>
  joined([...byPattern(text), ...known.flatMap((secret) => everyPlace(text, secret))]);

const SHORTEST_LINE = 4;

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text))).replace(/=+$/, '');

/** How a declared secret may be written on one line: as it is, each of its lines, in JSON, in base64, in a URL. */
export const formsOf = (secret: string): string[] => {
  const lines = secret.split(/\r\n|\r|\n/).map((line) => line.trim());
  const whole = lines.length === 1 ? [secret] : lines.filter((line) => line.length >= SHORTEST_LINE);
  const short = secret.length <= 4096 ? [base64(secret), encodeURIComponent(secret.toWellFormed())] : [];
  return [...new Set([...whole, JSON.stringify(secret).slice(1, -1), ...short])].filter((form) => form !== '');
};
