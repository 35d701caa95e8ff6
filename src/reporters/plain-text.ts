/** Text from a cluster, made safe to print: no escape sequences, no control characters, no bidirectional tricks. */

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

const UNSAFE_IN_JSON = /[\u007f-\u009f\u2028\u2029]/g;

/** JSON escapes C0 by itself; C1 is obeyed by some terminals as well. */
export const plainJson = (json: string): string =>
  json.replace(UNSAFE_IN_JSON, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const plainText = (text: string): string => text.replace(ESCAPES, '').replace(CONTROL, '·');

/** The head and the tail of a long text: at most `limit` characters of it. */
export const clip = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  const [head, tail] = [text.slice(0, Math.ceil(limit / 2)), text.slice(-Math.floor(limit / 2))];
  return `${head}\n[… ${text.length - limit} characters left out …]\n${tail}`;
};
