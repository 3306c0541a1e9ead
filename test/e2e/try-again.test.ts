import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../sandbox/discord/exchange.ts';
import { hasPicture, isForOne, speaks, spendableOf, submitsTo, tellsOfMoney } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

async function openGallery(environment: Readonly<Record<string, string>> = {}) {
  const house = await openHouse({ isCalledBack: true, environment: { RUNCOMFY_API_TOKEN: '', ...environment } });
  await startBot(house);
  return { house, ada: house.guild.member({ name: 'Ada' }), bob: house.guild.member({ name: 'Bob' }) };
}

async function formOf(exchange: Exchange) {
  await exchange.firstAnswer();
  if (exchange.modal === null) throw new Error('no form was opened');
  return exchange.modal;
}

describe('a refusal', () => {
  test('brings back what was typed, in a form that can be changed and sent', async () => {
    const { ada } = await openGallery();
    const typed = '/imagine prompt:a zebra on ice model:flux-2-klein-9b size:9000x90 count:2 private:true';
    const refusal = await ada.slash(typed).until(tellsOfMoney);
    expect(isForOne(refusal)).toBe(true);
    const form = await formOf(ada.press(refusal, 'Edit and try again'));
    const shown = JSON.stringify(form.components);
    for (const value of ['a zebra on ice', 'flux-2-klein-9b', '9000x90', 'count:2']) expect(shown).toContain(value);
    const odd = await ada.submitModal(form, { size: '1:1', further: 'colour:red' }).until(tellsOfMoney);
    const again = await formOf(ada.press(odd, 'Edit and try again'));
    expect(JSON.stringify(again.components)).toContain('1:1');
    const made = await ada.submitModal(again, { further: 'count:1' }).until(hasPicture);
    expect(made.content).toContain('a zebra on ice');
    expect(isForOne(made)).toBe(true);
    expect(await spendableOf(ada)).toBe(93);
  });
});

describe('a failure', () => {
  test('has a Retry button that makes the same request once, for its member alone', async () => {
    const { house, ada, bob } = await openGallery();
    const pattern = /^\/openapi\/v2\/rhart/u;
    house.runninghub.faults.add({ kind: 'status', path: pattern, status: 503, times: Number.POSITIVE_INFINITY });
    const failed = await ada.slash('/imagine prompt:a fox size:1:1').until(tellsOfMoney);
    house.runninghub.faults.clear();
    expect(await spendableOf(ada)).toBe(100);
    const before = submitsTo(house, 'runninghub');
    const foreign = await bob.press(failed, 'Retry').until(speaks);
    expect(foreign.content).toContain('Only the person who asked');
    const [made, second] = [ada.press(failed, 'Retry'), ada.press(failed, 'Retry')];
    const replies = await Promise.all([made.until(speaks), second.until(speaks)]);
    expect(replies.filter(({ content }) => content.includes('retried already'))).toHaveLength(1);
    const picture = await house.discord.untilMessage(house.guild.general.id, hasPicture);
    expect(picture.content).toContain('a fox');
    expect(submitsTo(house, 'runninghub')).toBe(before + 1);
    expect(await spendableOf(ada)).toBe(93);
  });
});
