import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { z } from 'zod';

/** Somebody in front of the page, who notes what must not happen. */
export interface Visitor {
  readonly page: Page;
  /** Errors of the console and of scripts, and requests that leave this host. */
  readonly complaints: readonly string[];
  /** Types a line into the command box, as fast as a person who knows it, and sends it. */
  sends(line: string): Promise<void>;
  becomes(name: string): Promise<void>;
  goesTo(channel: string): Promise<void>;
  /** What axe finds serious or critical. */
  barriers(): Promise<readonly string[]>;
  leave(): Promise<void>;
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Opens the page in a context of its own. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`) && !request.url().startsWith('blob:')) complaints.push(request.url());
  });
  await page.goto(url);
  await page.locator('.message').first().waitFor();
  return {
    page,
    complaints,
    async sends(line) {
      await page.locator('#command-box').fill('');
      // The space chooses the command where the line names no option.
      await page.keyboard.type(`${line} `);
      await page.keyboard.press('Enter');
    },
    async becomes(name) {
      await page.locator('.people button', { hasText: name }).click();
      await page.locator('.people button[aria-pressed="true"]', { hasText: name }).waitFor({ state: 'attached' });
    },
    async goesTo(channel) {
      await page.locator('.channels button', { hasText: channel }).click();
      await page.locator('h1', { hasText: channel }).waitFor();
    },
    barriers: () => findBarriers(page),
    leave: () => context.close(),
  };
}

/** Through the browser's own tools: the page's policy lets no script in. */
async function findBarriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const raw = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })');
  const { violations } = axeResult.parse(raw);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

const axeResult = z.object({
  violations: z.array(
    z.object({ id: z.string(), impact: z.string().nullish(), nodes: z.array(z.object({ html: z.string() })) }),
  ),
});
