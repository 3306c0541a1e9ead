import { expect, it } from 'vitest';
import { setStage } from './stage.ts';
import type { Visitor } from './visitor.ts';

const { open } = setStage(true);
const patienceMs = 15_000;

/** What the five people of the server do with their hands: words and who is in front of the page. */
function handsOf(visitor: Visitor) {
  const { page } = visitor;
  page.setDefaultTimeout(patienceMs);
  const message = (text: string | RegExp) => page.locator('.message', { hasText: text }).last();
  const sees = (text: string | RegExp) => message(text).waitFor({ timeout: patienceMs });
  const picture = (prompt: string) => page.locator('.message', { hasText: prompt, has: page.locator('.picture img') });
  const arrived = (prompt: string, count: number) =>
    picture(prompt)
      .nth(count - 1)
      .waitFor({ timeout: patienceMs });
  const press = (text: string, button: string) => message(text).getByRole('button', { name: button }).click();
  const at = async (person: string, channel: string) => {
    await visitor.becomes(person);
    await visitor.goesTo(channel);
  };
  const explain = async (reason: string) => {
    const form = page.getByRole('dialog');
    await form.locator('textarea').fill(reason);
    await form.getByRole('button', { name: 'Submit' }).click();
    await form.waitFor({ state: 'detached' });
  };
  return { visitor, page, message, sees, picture, arrived, press, at, explain };
}

it('an evening is clicked through by five people, and the books agree with what everybody has read', async () => {
  const { visitor, page, message, sees, picture, arrived, press, at, explain } = handsOf(await open());

  await at('Nora', 'staff');
  await visitor.sends('/setup view');
  await sees('Handed out:');
  await press('Handed out:', 'Moderation …');
  const form = page.getByRole('dialog', { name: 'Moderation of this server' });
  await form.getByLabel('Ask for approval above … credits').fill('20');
  await form.getByRole('button', { name: 'Submit' }).click();
  await sees(/Now: in #approvals: pictures above 20 credits/u);

  await at('Mia', 'art');
  await visitor.sends('/imagine prompt:a snail carries the moon');
  await arrived('a snail carries the moon', 1);
  await press('a snail carries the moon', 'Favourite');
  await sees(/favourite/iu);

  await at('Ben', 'art');
  await press('a snail carries the moon', 'Again');
  await arrived('a snail carries the moon', 2);
  await visitor.sends('/imagine prompt:the same snail at dawn count:4');
  await sees('A moderator has been asked');

  await at('Omar', 'approvals');
  await press('the same snail at dawn', 'Approve');
  await sees('Approved by');

  await at('Jonas', 'art');
  await arrived('the same snail at dawn', 1);
  await press('the same snail at dawn', 'Report');
  await explain('the third one has no house');
  await sees('The moderators have your report');
  await visitor.sends('/imagine prompt:ein Igel im Regen');
  await arrived('ein Igel im Regen', 1);
  await press('ein Igel im Regen', 'Delete');
  await sees('Delete this for everyone?');
  await press('Delete this for everyone?', 'Delete');
  await sees('Deleted. Credits are not refunded.');
  await picture('ein Igel im Regen').waitFor({ state: 'detached', timeout: patienceMs });

  await at('Omar', 'mod-log');
  await sees('the third one has no house');
  await visitor.sends('/mod grant member:@Jonas credits:25 reason:sharp eyes');
  await sees(/25 credits/u);

  await at('Nora', 'staff');
  await visitor.sends('/setup view');
  await sees(/Handed out: 25 as bonus, 0 set aside/u);
  // Four results, of which one was deleted: it was paid for all the same.
  const lines = await page.evaluate<readonly string[]>(
    "[...document.querySelectorAll('.message')].map((each) => each.innerText)",
  );
  const view = lines.findLast((text) => text.includes('Handed out:')) ?? '';
  await visitor.goesTo('art');
  const shown = await page.locator('.message', { has: page.locator('.picture img') }).allInnerTexts();
  const prices = shown.map((text) => Number(/ · (\d+) credits · /u.exec(text)?.[1]));
  expect(prices).toHaveLength(3);
  const [each = 0] = prices;
  expect(Number(/, (\d+) spent/u.exec(view)?.[1])).toBe(prices.reduce((sum, price) => sum + price, each));
  expect(await message('the same snail at dawn').locator('.picture img').count()).toBe(4);
  expect(await visitor.barriers()).toEqual([]);
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();
});
