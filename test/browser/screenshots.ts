import { writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { startPlayground } from '../../sandbox/web/playground.ts';
import { startChromium } from './chromium.ts';
import { visit } from './visitor.ts';

/** Takes the pictures of the playground that the README and its pages show. */
const browser = await startChromium();
const playground = await startPlayground({ isFast: false, port: 0, writeLog: () => undefined });
const patienceMs = 60_000;

async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(640, 5);
  await page.waitForTimeout(400);
  const small = await sharp(await page.screenshot())
    .png({ palette: true, quality: 90, effort: 10 })
    .toBuffer();
  await writeFile(new URL(`../../docs/images/${name}.png`, import.meta.url), small);
}

try {
  const visitor = await visit(browser, playground.url, { viewport: { width: 1180, height: 760 }, colorScheme: 'dark' });
  const { page } = visitor;
  await visitor.goesTo('art');
  await visitor.sends('/imagine prompt:a lighthouse keeper’s cat at dawn size:16:9');
  await page.locator('.picture img').waitFor({ timeout: patienceMs });
  await take(page, 'playground-result');
  await visitor.sends('/imagine prompt:a red fox in snow');
  await page.locator('.message .moment').waitFor({ timeout: patienceMs });
  await take(page, 'playground-progress');
  await page.locator('.picture img').nth(1).waitFor({ timeout: patienceMs });

  await page.getByRole('button', { name: 'Animate' }).first().click();
  await page.getByRole('dialog').locator('textarea').fill('waves roll, the cat looks up');
  await page.getByRole('button', { name: 'Submit' }).click();
  await page.getByText('A moderator has been asked').waitFor();
  await visitor.becomes('Omar');
  await visitor.goesTo('approvals');
  await page.getByRole('button', { name: 'Faults' }).click();
  await page.locator('.credits', { hasText: 'You can spend' }).waitFor();
  await page.locator('.message', { hasText: 'asks for a picture' }).locator('button.spoiler').click();
  await page.emulateMedia({ colorScheme: 'light' });
  await take(page, 'playground-approval');
} finally {
  await browser.close();
  await playground.stop();
}
