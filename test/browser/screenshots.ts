import { writeFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { startPlayground } from '../../sandbox/web/playground.ts';
import { fillStore } from '../support/operator/fill.ts';
import { openStage, operatorToken } from '../support/operator/stage.ts';
import { startMs } from '../support/requests.ts';
import { startChromium } from './chromium.ts';
import { visit } from './visitor.ts';

/** Takes the pictures that the README and its pages show, each at the width of a desk and of a phone, in light and in dark. */
const sizes = [
  { width: 1280, height: 800 },
  { width: 390, height: 780 },
] as const;
const schemes = ['light', 'dark'] as const;
const patienceMs = 60_000;

/** `docs/images/<name>-<width>-<scheme>.png`. */
async function takeAll(page: Page, name: string): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      await page.mouse.move(size.width / 2, 5);
      // What moves or fades is over then.
      await page.waitForTimeout(250);
      await write(await page.screenshot(), `${name}-${size.width}-${colorScheme}`);
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
    await takeAll(page, 'result');
    await visitor.sends('/imagine prompt:a red fox in snow');
    await page.locator('.message .moment').waitFor({ timeout: patienceMs });
    await takeAll(page, 'progress');
    await page.locator('.picture img').nth(1).waitFor({ timeout: patienceMs });

    await page.getByRole('button', { name: 'Animate' }).first().click();
    await page.getByRole('dialog').locator('textarea').fill('waves roll, the cat looks up');
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByText('A moderator has been asked').waitFor();
    await visitor.becomes('Omar');
    await visitor.goesTo('approvals');
    await page.locator('.message', { hasText: 'asks for something' }).locator('button.spoiler').click();
    await takeAll(page, 'approval');
  } finally {
    await playground.stop();
  }
}

/** The operator's page over a month of jobs. */
async function takeOperator(browser: Browser): Promise<void> {
  const stage = await openStage();
  try {
    await fillStore(stage.store, { jobs: 10_000, guilds: 40, nowMs: startMs });
    const page = await browser.newPage({ viewport: sizes[0] });
    await page.goto(`${stage.origin}/operator`);
    await page.getByLabel('Token').fill(operatorToken);
    await page.keyboard.press('Enter');
    await page.locator('.chart canvas').waitFor();
    await takeAll(page, 'operator');
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
