/** Takes the picture in the README: the first screen of the article, from the built site, with Debian's Chromium. */
import { chromium } from 'playwright-core';
import { preview } from 'astro';
import { ensurePackages } from './setup/debian.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

await ensurePackages(['browser']);
const server = await preview({ logLevel: 'error', server: { host: '127.0.0.1', port: 0 } });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
await page.goto(`http://127.0.0.1:${server.port}/kb/microk8s-dnat/`, { waitUntil: 'networkidle' });
await page.screenshot({ path: '.github/article.png' });
await browser.close();
await server.stop();
