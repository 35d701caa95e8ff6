/** Debian's Chromium, quiet and offline. */
// `astro check` does not find the types by the package's name: they are re-exported without a file's ending.
import * as playwright from 'playwright-core';
import type { Browser, BrowserType } from '../../node_modules/playwright-core/types/types.d.ts';

export type { Browser, BrowserContext, Page } from '../../node_modules/playwright-core/types/types.d.ts';

const { chromium } = playwright as unknown as { chromium: BrowserType };

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: FLAGS });

export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 800 };

/** A machine that does other things as well is slow, and nothing is wrong with the page. */
export const PATIENT = { timeout: 20_000 };
