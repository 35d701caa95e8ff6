/** Takes the picture in the README: the first screen of the article, from the built site. */
import { preview } from 'astro';
import { DESKTOP, openBrowser } from '../tests/site/browser.ts';
import { ensurePackages } from './setup/debian.ts';

await ensurePackages(['browser']);
const server = await preview({ logLevel: 'error', server: { host: '127.0.0.1', port: 0 } });
const browser = await openBrowser();
const page = await browser.newPage({ viewport: DESKTOP, colorScheme: 'light' });
await page.goto(`http://127.0.0.1:${server.port}/kb/microk8s-dnat/`, { waitUntil: 'networkidle' });
await page.screenshot({ path: '.github/article.png' });
await browser.close();
await server.stop();
