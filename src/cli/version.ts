/** The version of the package, from where it lies: beside the bundle, or at the root of the checkout. */
import { readFileSync } from 'node:fs';

declare const KUBEMEND_VERSION: string | undefined;

const fromCheckout = (): string =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;

export const version: string = typeof KUBEMEND_VERSION === 'string' ? KUBEMEND_VERSION : fromCheckout();
