import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fillStore } from '../support/operator/fill.ts';
import { openStage, operatorToken, type Stage } from '../support/operator/stage.ts';
import { startMs } from '../support/requests.ts';
import { startChromium } from './chromium.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const axeResult = z.object({
  violations: z.array(
    z.object({ id: z.string(), impact: z.string().nullish(), nodes: z.array(z.object({ html: z.string() })) }),
  ),
});

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  [browser, stage] = await Promise.all([startChromium(), openStage()]);
  await fillStore(stage.store, { jobs: 10_000, guilds: 1_000, nowMs: startMs });
}, 120_000);
afterAll(async () => {
  await browser.close();
  await stage.close();
});

/** Opens the page in a context of its own, and notes what must not happen. */
async function visit(options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A browser says so of each 401, and the first question is whether somebody is logged in.
    if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(stage.origin)) complaints.push(request.url());
  });
  await page.goto(`${stage.origin}/operator`);
  return { page, complaints, leave: () => context.close() };
}

async function login(page: Page): Promise<void> {
  await page.getByLabel('Token').fill(operatorToken);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}

/** What axe finds serious or critical; through the browser's own tools, since the page's policy lets no script in. */
async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const { violations } = axeResult.parse(await page.evaluate('axe.run(document, { resultTypes: ["violations"] })'));
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

const views = [
  ['overview', '.chart canvas'],
  ['jobs?phase=ended', 'table.jobs'],
  ['spend?by=member', '.chart canvas'],
  ['servers', 'table'],
  ['server/900000000000000037', 'table'],
] as const;

describe('the operator’s page with 10,000 jobs', () => {
  it.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)('has no serious barrier, error or scrolling sideways in %s at %i px', async (colorScheme, width) => {
    const { page, complaints, leave } = await visit({ colorScheme, viewport: { width, height: 900 } });
    expect(await barriers(page)).toEqual([]);
    await login(page);
    for (const [view, part] of views) {
      await page.goto(`${stage.origin}/operator#${view}`);
      await page.locator(part).first().waitFor();
      expect([view, await barriers(page)]).toEqual([view, []]);
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect([view, wide]).toEqual([view, width]);
    }
    expect(complaints).toEqual([]);
    await leave();
  });

  it('is used with the keyboard alone: from the login to a refund, which happens once', async () => {
    const { page, complaints, leave } = await visit();
    await login(page);
    await page.goto(`${stage.origin}/operator#jobs?phase=ended&model=gpt-image-2&state=delivered`);
    const first = page.locator('table.jobs button.link').first();
    await first.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Refund 130 credits' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await dialog.getByLabel('Why').focus();
    await page.keyboard.type('<b onclick=alert(1)>blurred</b>');
    await page.keyboard.press('Enter');
    await dialog.getByText('130 refunded').waitFor();
    await dialog.getByRole('button', { name: 'Refund' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await first.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
    await page.goto(`${stage.origin}/operator#server/${await page.locator('table.jobs .ids a').nth(1).innerText()}`);
    await page.getByLabel('Member or actor').fill('operator');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('<b onclick=alert(1)>blurred</b>').waitFor();
    expect(complaints).toEqual([]);
    await leave();
  });

  it('pauses the bot with a notice, and ends with the session', async () => {
    const { page, leave } = await visit();
    await login(page);
    await page.getByLabel('What members read').fill('Back at nine.');
    await page.getByRole('button', { name: 'Pause the bot' }).click();
    await page.getByRole('status').filter({ hasText: 'The whole bot is paused' }).waitFor();
    expect(stage.pauses.ofBot()?.reason).toBe('Back at nine.');
    await page.getByRole('button', { name: 'Resume the bot' }).click();
    await page.getByRole('button', { name: 'Pause the bot' }).waitFor();
    expect(stage.pauses.ofBot()).toBeNull();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('Token').waitFor();
    await leave();
  });
});
