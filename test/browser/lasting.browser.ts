import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { messageFlags } from '../../sandbox/discord/wire.ts';
import { setStage } from './stage.ts';

/** With the services' own pace, so that there is a middle of a job. */
const { playground, open } = setStage(false);

const patienceMs = 20_000;
const textsIn = (page: Page) => page.locator('.message .markdown').allInnerTexts();

describe('in the middle of a job', () => {
  it('a reload, a lost connection and a second tab all come to the same end', async () => {
    const visitor = await open();
    const { page } = visitor;
    await visitor.goesTo('art');
    await visitor.sends('/imagine prompt:a castle at dawn');
    await page.getByRole('button', { name: 'Cancel' }).waitFor({ timeout: patienceMs });

    await page.reload();
    await page.locator('h1', { hasText: 'art' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    const second = await open();
    await second.goesTo('art');

    // The connection is cut and stays away for a while, in which something is said.
    await page.route('**/events*', (route) => route.abort());
    playground().dropPages();
    await page.locator('.connection').waitFor({ timeout: patienceMs });
    const ben = playground().demo.people[1]?.person.in({ id: artId() });
    for (const word of ['one', 'two', 'three']) await ben?.say(word);
    await second.page.locator('.message', { hasText: 'three' }).waitFor({ timeout: patienceMs });
    expect(await textsIn(page)).not.toContain('three');
    await page.unroute('**/events*');
    await page.locator('.message', { hasText: 'three' }).waitFor({ timeout: patienceMs });
    await page.locator('.connection').waitFor({ state: 'detached' });

    await page.locator('.picture img').waitFor({ timeout: patienceMs });
    await second.page.locator('.picture img').waitFor({ timeout: patienceMs });
    const [first, other] = await Promise.all([textsIn(page), textsIn(second.page)]);
    expect(first).toEqual(other);
    expect(first.slice(-3)).toEqual(['one', 'two', 'three']);
    expect(second.complaints.filter((text) => !text.includes('ERR_'))).toEqual([]);
    await visitor.leave();
    await second.leave();
  });
});

const artId = () => playground().demo.channels.find(({ name }) => name === 'art')?.id ?? '';

/** Which message is at the upper edge, and where. */
const firstInView = `(() => {
  const edge = document.querySelector('.log').getBoundingClientRect().top;
  const places = [...document.querySelectorAll('.message')].map((each) => [each.id, each.getBoundingClientRect()]);
  const [id, { top }] = places.find(([, { bottom }]) => bottom > edge);
  return id + ' ' + Math.round(top);
})()`;

describe('three thousand messages', () => {
  it('are read in pieces and drawn in parts', async () => {
    const sketches = playground().demo.channels.find(({ name }) => name === 'sketches')?.id ?? '';
    const ben = playground().demo.people[1]?.person.in({ id: sketches });
    for (let count = 1; count <= 3000; count += 1) await ben?.say(`line ${count} **of** many`);
    const visitor = await open();
    const { page } = visitor;
    const startedAtMs = Date.now();
    await visitor.goesTo('sketches');
    await page.locator('.message', { hasText: 'line 3000 of' }).waitFor();
    expect(Date.now() - startedAtMs).toBeLessThan(3000);
    const log = page.locator('.log');
    const drawn = () => page.locator('.message').count();
    expect(await drawn()).toBeLessThanOrEqual(100);
    for (let step = 0; step < 12; step += 1) {
      await log.evaluate((element) => element.scrollTo(0, 0));
      await page.waitForTimeout(120);
    }
    expect(await drawn()).toBeLessThanOrEqual(200);
    const [top = ''] = await page.locator('.message .markdown').allInnerTexts();
    expect(Number(/\d+/u.exec(top)?.[0])).toBeLessThan(2800);
    // What happens meanwhile does not move the reader.
    await page.waitForTimeout(500);
    const before = await page.evaluate<string>(firstInView);
    await ben?.say('line 3001');
    await page.waitForTimeout(300);
    expect(await page.evaluate<string>(firstInView)).toBe(before);
    await page.getByRole('button', { name: 'Jump to the present' }).click();
    await page.locator('.message', { hasText: 'line 3001' }).waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });
});

describe('whatever a bot may send', () => {
  it('is shown: components of both kinds, menus, embeds and markdown', async () => {
    const visitor = await open();
    const { page } = visitor;
    const { discord, people, channels } = playground().demo;
    const [general] = channels;
    const post = (body: object) =>
      fetch(`${discord.apiBase}/v10/channels/${general?.id}/messages`, {
        method: 'POST',
        headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const options = ['red', 'green', 'blue'].map((value) => ({
      label: value,
      value,
      description: `paint it ${value}`,
    }));
    await post({
      flags: messageFlags.componentsV2,
      components: [
        {
          type: 17,
          accent_color: 0xff_88_00,
          components: [
            {
              type: 9,
              components: [{ type: 10, content: '## A card\n> with a *quote*' }],
              accessory: { type: 2, style: 5, label: 'Out', url: 'https://example.com/' },
            },
            { type: 14, divider: true },
            {
              type: 10,
              content: `<@${people[0]?.info.id}> ||hidden|| \`code\` <t:${Math.floor(Date.now() / 1000) - 5}:R>`,
            },
            { type: 1, components: [{ type: 3, custom_id: 'one', placeholder: 'Choose a colour', options }] },
            { type: 1, components: [{ type: 5, custom_id: 'who', placeholder: 'Choose people', max_values: 2 }] },
            { type: 1, components: [{ type: 2, style: 3, custom_id: 'no', label: 'Not now', disabled: true }] },
          ],
        },
      ],
    });
    await post({
      embeds: [
        {
          title: 'An embed',
          description: '- one\n- two',
          color: 255,
          fields: [{ name: 'Field', value: '**bold**', inline: true }],
          footer: { text: 'the end' },
        },
      ],
    });
    const card = page.locator('.message', { hasText: 'A card' });
    await card.waitFor();
    expect(await card.locator('h4').innerText()).toBe('A card');
    expect(await card.getByRole('link', { name: 'Out' }).getAttribute('rel')).toContain('noopener');
    expect(await card.getByRole('button', { name: 'Not now' }).isDisabled()).toBe(true);
    const moment = card.locator('time.moment');
    const first = await moment.innerText();
    expect(first).toMatch(/seconds ago/);
    await page.waitForTimeout(1500);
    expect(await moment.innerText()).not.toBe(first);
    await card.getByRole('button', { name: 'Spoiler' }).click();
    expect(await card.innerText()).toContain('hidden');
    expect(await page.locator('.embed').innerText()).toContain('the end');
    expect(await visitor.barriers()).toEqual([]);

    await card.getByRole('combobox', { name: 'Choose a colour' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await card.getByRole('combobox', { name: 'Choose a colour' }).innerText()).toContain('green');
    await page.locator('.message', { hasText: 'from an older version of Easel' }).waitFor({ timeout: patienceMs });
    await card.getByRole('combobox', { name: 'Choose people' }).click();
    await page.getByRole('option', { name: '@Omar' }).click();
    await page.getByRole('option', { name: '@Nora' }).click();
    await page.keyboard.press('Escape');
    expect(await card.getByRole('combobox', { name: 'Choose people' }).innerText()).toContain('@Omar, @Nora');
    await visitor.leave();
  });
});

describe('the tour', () => {
  it('is played with everybody, and can be left', async () => {
    const visitor = await open();
    const { page } = visitor;
    await page.getByRole('button', { name: 'Tour' }).click();
    await page.locator('.tour', { hasText: 'Nora opens the house' }).waitFor({ timeout: patienceMs });
    await page.locator('.people button[aria-pressed="true"]', { hasText: 'Nora' }).waitFor();
    await page.locator('.tour-did', { hasText: '/setup pool' }).waitFor({ timeout: patienceMs });
    expect(await visitor.barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Leave the tour' }).click();
    await page.locator('.server-name', { hasText: 'The Gallery' }).waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });
});
