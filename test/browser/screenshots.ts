import { writeFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { createSpending } from '#credits/spending.ts';
import { createJobs } from '#jobs/job-store.ts';
import { startPlayground } from '../../sandbox/web/playground.ts';
import { filledLagMs, fillStore } from '../support/operator/fill.ts';
import { openStage, operatorToken } from '../support/operator/stage.ts';
import { startMs } from '../support/requests.ts';
import { startChromium } from './chromium.ts';
import { visit } from './visitor.ts';

/** Takes the pictures that the README and its pages show, each at the width of a desk and of a phone, in light and in dark. */
const sizes = [
  { width: 1280, height: 800 },
  { width: 390, height: 800 },
] as const;
const schemes = ['light', 'dark'] as const;
const patienceMs = 60_000;
const dayMs = 24 * 60 * 60_000;
const limits = { all: 20_000, perGuild: null };

/** `docs/images/<name>-<width>-<scheme>.png`. */
async function takeAll(page: Page, name: string, height: number): Promise<void> {
  for (const { width } of sizes) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      await page.mouse.move(width / 2, 5);
      // What moves or fades is over then.
      await page.waitForTimeout(250);
      await write(await page.screenshot(), `${name}-${width}-${colorScheme}`);
    }
  }
  await page.setViewportSize(sizes[0]);
}

async function write(picture: Buffer, name: string): Promise<void> {
  const small = await sharp(picture).png({ palette: true, quality: 90, effort: 10 }).toBuffer();
  await writeFile(new URL(`../../docs/images/${name}.png`, import.meta.url), small);
}

/** A result, a picture in the making, and a request that waits for a moderator. */
async function takePlayground(browser: Browser): Promise<void> {
  const playground = await startPlayground({ isFast: false, port: 0, writeLog: () => undefined });
  try {
    const visitor = await visit(browser, playground.url, { viewport: sizes[0] });
    const { page } = visitor;
    await visitor.goesTo('art');
    await visitor.sends('/imagine prompt:a lighthouse keeper’s cat at dawn size:16:9');
    await page.locator('.picture img').waitFor({ timeout: patienceMs });
    await takeAll(page, 'result', 780);
    await visitor.sends('/imagine prompt:a red fox in snow');
    await page.locator('.message .moment').waitFor({ timeout: patienceMs });
    await takeAll(page, 'progress', 780);
    await page.locator('.picture img').nth(1).waitFor({ timeout: patienceMs });

    await page.getByRole('button', { name: 'Animate' }).first().click();
    await page.getByRole('dialog').locator('textarea').fill('waves roll, the cat looks up');
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByText('A moderator has been asked').waitFor();
    await visitor.becomes('Omar');
    await visitor.goesTo('approvals');
    await page.locator('.message', { hasText: 'asks for something' }).locator('button.spoiler').click();
    await takeAll(page, 'approval', 640);
  } finally {
    await playground.stop();
  }
}

/** The operator's page over a month of jobs; what is under way and spent today is that of the same jobs. */
async function takeOperator(browser: Browser): Promise<void> {
  const spending = createSpending({ limits, now: () => startMs, onMark: () => undefined });
  const stage = await openStage({ deps: { spentToday: spending.today } });
  try {
    await fillStore(stage.store, { jobs: 1_200, guilds: 40, nowMs: startMs });
    const jobs = createJobs({ store: stage.store, log: stage.log });
    spending.restore(await jobs.costsSince(startMs - (startMs % dayMs)));
    const ended = (await jobs.listNewest(1_200)).filter((job) => (job.endedAtMs ?? 0) > startMs - dayMs);
    for (const { state } of ended) if (state === 'delivered') stage.metrics.delivered(filledLagMs);
    for (const job of await jobs.listOpen()) {
      const active = stage.flow.active.enter(job, null);
      active.job = job;
      active.progress = { kind: 'running', fraction: null, expectedAtMs: null };
    }
    const page = await browser.newPage({ viewport: sizes[0] });
    await page.goto(`${stage.origin}/operator`);
    await page.getByLabel('Token').fill(operatorToken);
    await page.keyboard.press('Enter');
    await page.locator('.chart canvas').waitFor();
    await takeAll(page, 'operator', 860);
  } finally {
    await stage.close();
  }
}

const browser = await startChromium();
try {
  await takePlayground(browser);
  await takeOperator(browser);
} finally {
  await browser.close();
}
