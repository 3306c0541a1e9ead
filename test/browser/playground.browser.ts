import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { cells, faults } from '../../sandbox/faults/definition.ts';
import { thePicture } from '../../sandbox/faults/facts.ts';
import { readRecordedFaults } from '../../sandbox/web/faults.ts';
import { setStage } from './stage.ts';
import type { Visitor } from './visitor.ts';

const { playground, open } = setStage(true);

const patienceMs = 15_000;
const spendableIn = (text: string) => Number(/You can spend (\d+) credits/u.exec(text)?.[1]);
const lastMessage = ({ page }: Visitor) => page.locator('.message').last();
const until = (visitor: Visitor, text: string | RegExp) =>
  visitor.page.locator('.message', { hasText: text }).last().waitFor({ timeout: patienceMs });

/** Counts what is typed or clicked, and after which of it the page had not drawn its next frame within 100 ms. */
const watchInteractions = `{
  const counted = { begun: 0, late: 0 };
  globalThis.interactions = counted;
  const watch = ({ timeStamp }) => {
    counted.begun += 1;
    requestAnimationFrame(() => setTimeout(() => { counted.late += performance.now() - timeStamp > 100 ? 1 : 0; }));
  };
  for (const kind of ['keydown', 'click']) addEventListener(kind, watch, { capture: true });
}`;

/** Bytes on the wire of the page itself: what it shows of the server, pictures above all, is left out. */
const weightOfPage = `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .filter(({ initiatorType }) => ['navigation', 'script', 'link', 'css'].includes(initiatorType))
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`;

describe('a newcomer', () => {
  it('sees the page at once, with nothing of it from elsewhere and no error', async () => {
    const visitor = await open();
    const paintMs = await visitor.page.evaluate<number>(
      'performance.getEntriesByName("first-contentful-paint")[0].startTime',
    );
    expect(paintMs).toBeLessThan(1000);
    expect(await visitor.barriers()).toEqual([]);
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('types /imagine with the keyboard alone and gets a picture', async () => {
    const visitor = await open();
    const { page } = visitor;
    await page.locator('#command-box').focus();
    await page.keyboard.type('/im');
    expect(await page.locator('[role="option"][aria-selected="true"]').innerText()).toContain('/imagine');
    await page.keyboard.press('Tab');
    await page.keyboard.type('a red fox <img src=x onerror=alert(1)> size:');
    await page.locator('[role="option"]', { hasText: '16:9' }).first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.locator('.chip', { hasText: 'size' }).locator('input').inputValue()).not.toBe('');
    await page.keyboard.press('Enter');
    await page.locator('.picture img').last().waitFor({ timeout: patienceMs });
    const shown = page.locator('.message', { has: page.locator('.picture') }).last();
    expect(await shown.innerText()).toContain('a red fox <img src=x onerror=alert(1)>');
    expect(await shown.locator('.origin').innerText()).toMatch(/Mia\s+used\s+\/imagine/);
    expect(
      await page
        .locator('.picture img')
        .last()
        .evaluate((image) => 'naturalWidth' in image && image.naturalWidth),
    ).toBeGreaterThan(200);
    expect(await visitor.barriers()).toEqual([]);
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('is answered within 100 ms by the page, whatever is typed or pressed, and loads at most 250 KB', async () => {
    const visitor = await open();
    const { page } = visitor;
    await page.evaluate<void>(watchInteractions);
    await page.locator('#command-box').click();
    await page.keyboard.type('/imagine prompt:a fox by the river, in the last light', { delay: 30 });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    for (const channel of ['art', 'general', 'art']) await visitor.goesTo(channel);
    for (const person of ['Ben', 'Omar', 'Mia']) await visitor.becomes(person);
    const { begun, late } = await page.evaluate<{ begun: number; late: number }>('globalThis.interactions');
    expect(begun).toBeGreaterThan(40);
    // One that meets a pause of the machine is no slow page.
    expect(late / begun).toBeLessThan(0.1);
    expect(await page.evaluate<number>(weightOfPage)).toBeLessThan(250 * 1024);
    await visitor.leave();
  });

  it('loses no letter however fast the line is typed', async () => {
    const visitor = await open();
    await visitor.page.locator('#command-box').click();
    await visitor.page.keyboard.type('/imagine prompt:a cat, asleep size:3:2 count:2');
    const fields = visitor.page.locator('.chip input[type="text"]');
    expect(await fields.evaluateAll((all) => all.map((input) => ('value' in input ? input.value : '')))).toEqual([
      'a cat, asleep',
      '3:2',
      '2',
    ]);
    await visitor.page.keyboard.press('Escape');
    await visitor.page.keyboard.press('Escape');
    await visitor.page.locator('.draft').waitFor({ state: 'detached' });
    await visitor.leave();
  });

  it('reads at once what Discord’s client would not send', async () => {
    const visitor = await open();
    await visitor.sends('/nonsense');
    await visitor.page.locator('.problem[role="alert"]', { hasText: 'There is no command' }).waitFor();
    await visitor.sends('/imagine');
    expect(await visitor.page.locator('.chip.missing').innerText()).toContain('prompt');
    await visitor.leave();
  });
});

/** Closes a window and says what has the focus before anything else can be typed. */
const closeAndLook = `(async () => {
  document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  for (let turn = 0; turn < 50; turn += 1) await null;
  return document.activeElement.className;
})()`;

describe('a picture', () => {
  it('is animated: a form, a request, another person’s yes, a video', async () => {
    const visitor = await open();
    const { page } = visitor;
    await visitor.goesTo('art');
    await visitor.sends('/imagine prompt:a lighthouse at night');
    await page.getByRole('button', { name: 'Animate' }).last().click({ timeout: patienceMs });
    const form = page.getByRole('dialog', { name: 'Make a video of this picture' });
    await form.waitFor();
    expect(await form.locator('textarea').evaluate((area) => area === area.ownerDocument.activeElement)).toBe(true);
    // The focus stays within.
    for (let count = 0; count < 12; count += 1) await page.keyboard.press('Tab');
    expect(await form.evaluate((dialog) => dialog.contains(dialog.ownerDocument.activeElement))).toBe(true);
    expect(await visitor.barriers()).toEqual([]);
    await form.locator('textarea').fill('the light turns');
    await form.getByRole('button', { name: 'Submit' }).click();
    await until(visitor, 'A moderator has been asked');
    expect(await lastMessage(visitor).innerText()).toContain('Only you can see this');
    await visitor.becomes('Ben');
    expect(await page.locator('.log').innerText()).not.toContain('A moderator has been asked');
    await visitor.becomes('Omar');
    await visitor.goesTo('approvals');
    await page.getByRole('button', { name: 'Approve' }).click();
    await until(visitor, 'Approved by');
    await visitor.goesTo('art');
    await page.locator('video').last().waitFor({ timeout: patienceMs });
    // Asked from outside: a page with this policy evaluates no text by itself.
    await expect
      .poll(() => page.evaluate<number>('[...document.querySelectorAll("video")].at(-1).readyState'), {
        timeout: patienceMs,
      })
      .toBeGreaterThanOrEqual(1);
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('has a menu of apps, is enlarged, and its ephemeral answers are put away', async () => {
    const visitor = await open();
    const { page } = visitor;
    await visitor.goesTo('art');
    const picture = page.locator('.message', { has: page.locator('.picture') }).first();
    await picture.hover();
    await picture.getByRole('button', { name: 'Apps' }).click();
    await page.getByRole('menuitem', { name: 'Upscale with Easel' }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await picture.locator('.picture').first().click();
    expect(await visitor.barriers()).toEqual([]);
    expect(await page.evaluate(closeAndLook)).toBe('media picture');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await visitor.sends('/help');
    await until(visitor, 'makes a picture. Only');
    const answer = lastMessage(visitor);
    await answer.getByRole('button', { name: 'Dismiss message' }).click();
    expect(await page.locator('.log').innerText()).not.toContain('makes a picture. Only');
    await visitor.leave();
  });
});

describe('who runs the server', () => {
  it('sets it up in a form, and takes part of it back', async () => {
    const visitor = await open();
    const { page } = visitor;
    const fill = async (act: (form: Locator) => Promise<void>, said: RegExp) => {
      await visitor.sends('/setup view');
      await until(visitor, 'Log:');
      await lastMessage(visitor).getByRole('button', { name: 'Moderation …' }).click();
      const form = page.getByRole('dialog', { name: 'Moderation of this server' });
      await form.waitFor();
      expect(await visitor.barriers()).toEqual([]);
      await act(form);
      await form.getByRole('button', { name: 'Submit' }).click();
      await form.waitFor({ state: 'detached' });
      await until(visitor, said);
    };
    const choose = async (form: Locator, channel: string) => {
      await form.getByRole('combobox', { name: 'Log channel' }).click();
      await form.getByRole('option', { name: channel }).click();
    };
    const setThreshold = (form: Locator, typed: string) =>
      form.getByLabel('Ask for approval above … credits').fill(typed);
    await visitor.becomes('Nora');
    await fill(async (form) => {
      await choose(form, '#general');
      await setThreshold(form, '120');
    }, /log channel[\s\S]*Now: #general[\s\S]*pictures above 120 credits/u);
    // Chosen once more, the channel is let go of.
    await fill((form) => choose(form, '#general'), /log channel[\s\S]*Now: off/u);
    await fill((form) => setThreshold(form, 'soon'), /threshold/u);
    // As it was: the server is the same for all who come after.
    await fill(async (form) => {
      await choose(form, '#mod-log');
      await setThreshold(form, '100');
    }, /Now: #mod-log[\s\S]*pictures above 100 credits/u);
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });
});

describe('what goes wrong', () => {
  it('is made to, and the credits are there again', async () => {
    const visitor = await open();
    const { page } = visitor;
    await page.getByRole('button', { name: 'Faults' }).click();
    const credits = page.locator('.credits');
    await credits.getByText(/You can spend/).waitFor();
    const before = await credits.innerText();
    await page.getByRole('button', { name: 'Break submit: 500,' }).click();
    await page.locator('.pending', { hasText: 'until you put it right' }).waitFor();
    await visitor.sends('/imagine prompt:a lost boat');
    await until(visitor, /weren't charged|available again/);
    await page.getByRole('button', { name: 'Put everything right' }).click();
    await page.locator('.pending', { hasText: 'Everything works' }).waitFor();
    await page.waitForTimeout(900);
    expect(await credits.innerText()).toBe(before);
    expect(await visitor.barriers()).toEqual([]);
    await visitor.leave();
  });

  it.each(['submit-submitting-reset_after', 'follow-checking-500', 'deliver-posting-truncated'])(
    'ends as the panel says, which is docs/faults.md: %s',
    async (id) => {
      const wanted = (await readRecordedFaults()).get(id);
      const cell = cells.find((each) => each.id === id);
      if (wanted === undefined || cell === undefined) throw new Error(`There is no ${id}.`);
      const visitor = await open();
      const { page } = visitor;
      await page.getByRole('button', { name: 'Faults' }).click();
      const credits = page.locator('.credits');
      await credits.getByText(/You can spend/).waitFor();
      const before = spendableIn(await credits.innerText());
      await page.locator('.faults summary', { hasText: cell.verb }).click({ trial: true });
      await page.evaluate<void>("for (const each of document.querySelectorAll('details.faults')) each.open = true");
      const row = page.locator('.faults li', { hasText: cell.where }).filter({
        has: page.locator('strong', { hasText: new RegExp(`^${faults[cell.fault]}$`, 'u') }),
      });
      const said = await row.locator('dd').allInnerTexts();
      expect(said).toEqual([wanted.reads, wanted.money, `asked ${wanted.asked}×, made ${wanted.made}×`]);
      await row.getByRole('button').click();
      await page.locator('.pending', { hasNotText: 'Everything works' }).waitFor();
      await visitor.sends(`/imagine prompt:a fox and ${id}`);
      if (wanted.reads === thePicture)
        await page.locator('.message', { hasText: id }).locator('.picture img').waitFor({ timeout: patienceMs });
      else await until(visitor, wanted.reads.split(/ \((?:time|reference)\)/u)[0] ?? '');
      await page
        .getByRole('button', { name: 'Put everything right' })
        .click({ timeout: 1000 })
        .catch(() => undefined);
      await page.locator('.pending', { hasText: 'Everything works' }).waitFor();
      const costs = wanted.money === 'charged' || wanted.money === 'held' ? 7 : 0;
      await expect.poll(async () => spendableIn(await credits.innerText()), { timeout: 8000 }).toBe(before - costs);
      await visitor.leave();
    },
  );

  it('with a request of the bot’s is shown in red', async () => {
    const visitor = await open();
    const { discord, channels } = playground().demo;
    await visitor.page.getByRole('button', { name: 'Checks: none broken' }).click();
    await fetch(`${discord.apiBase}/v10/channels/${channels[0]?.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ content: 'x'.repeat(2001) }),
    });
    await visitor.page.getByRole('button', { name: 'Checks: 1 broken' }).waitFor();
    expect(await visitor.page.locator('.violations').innerText()).toContain('Must be 2000 or fewer');
    expect(await visitor.barriers()).toEqual([]);
    await visitor.leave();
  });
});

describe('on a phone', () => {
  it.each(['light', 'dark'] as const)('everything fits and can be reached, %s', async (colorScheme) => {
    const visitor = await open({ viewport: { width: 390, height: 780 }, hasTouch: true, colorScheme });
    const { page } = visitor;
    await page.getByRole('button', { name: 'Channels and people' }).click();
    await visitor.goesTo('art');
    await page.locator('.message').first().waitFor();
    await page.getByRole('button', { name: 'Channels and people' }).click();
    await visitor.becomes('Ben');
    await visitor.sends('/credits balance');
    await until(visitor, 'You can spend');
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(390);
    expect(await visitor.barriers()).toEqual([]);
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });
});
