/** The version of the package and the day of its catalogue, as the build knew them; in a checkout, what stands there. */
import { readFileSync } from 'node:fs';

declare const KUBEMEND_VERSION: string | undefined;
declare const KUBEMEND_CATALOGUE_DATE: string | undefined;

const fromCheckout = (): string =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;

const number = typeof KUBEMEND_VERSION === 'string' ? KUBEMEND_VERSION : fromCheckout();
const catalogue = typeof KUBEMEND_CATALOGUE_DATE === 'string' ? `catalogue of ${KUBEMEND_CATALOGUE_DATE}` : 'catalogue of this checkout';

/** `0.1.0, catalogue of 2026-11-21`. */
export const version = `${number}, ${catalogue}`;
