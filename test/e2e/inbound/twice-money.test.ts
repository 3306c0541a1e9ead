import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../../sandbox/discord/exchange.ts';
import type { Message } from '../../../sandbox/discord/wire.ts';
import { echoIn } from '../../support/house/echo.ts';
import { confirm, hasPicture, speaks, spendableOf, submitsTo } from '../../support/house/look.ts';
import { type House, openHouse, startBot } from '../../support/house/open-house.ts';

const fox = '/imagine prompt:a red fox model:flux-2-klein-9b size:1:1';

async function formOf(exchange: Exchange) {
  await exchange.firstAnswer();
  if (exchange.modal === null) throw new Error('no form was opened');
  return exchange.modal;
}

/** A server with a pool of 400, a log, approvals above 5 credits, two moderators and a manager. */
async function openMoney() {
  const house = await openHouse({ isCalledBack: true });
  const bot = await startBot(house);
  const { guild } = house;
  const approvals = guild.addChannel({ name: 'approvals' });
  const log = guild.addChannel({ name: 'mod-log' });
  const nora = guild.member({ name: 'Nora', permissions: ['ManageGuild', 'ModerateMembers'] });
  const [mika, omar] = [moderator(house, 'Mika'), moderator(house, 'Omar')];
  const [ada, ben] = [guild.member({ name: 'Ada' }), guild.member({ name: 'Ben' })];
  const echo = echoIn(house);
  const set = (line: string) => echo(nora.slash(line)).until(speaks);
  await set('/setup log channel:#mod-log');
  const untilAsked = (count = 1) =>
    house.discord.untilMessage(
      approvals.id,
      ({ components }) => components.length > 0 && house.discord.messages(approvals.id).length === count,
    );
  return { house, bot, approvals, log, nora, mika, omar, ada, ben, echo, set, untilAsked };
}

const moderator = ({ guild }: House, name: string) => guild.member({ name, permissions: ['ModerateMembers'] });
const pictures = ({ discord, guild }: House) => discord.messages(guild.general.id).filter(hasPicture);
const idOf = (picture: Message) => /again:(\d+)/u.exec(JSON.stringify(picture.components))?.[1] ?? '';

describe('an act that arrives again and again, also after a restart', () => {
  test('moves credits once: pool, grant, gift, revoke, refund', async () => {
    const { house, bot, nora, mika, ada, ben, echo, set, log } = await openMoney();
    await set('/setup pool action:add credits:400');
    await set('/setup pool action:limited');
    await echo(mika.slash('/mod grant member:@Ada credits:40 reason:well done')).until(speaks);
    await echo(ada.slash('/credits give member:@Ben amount:15 reason:thanks')).until(speaks);
    await echo(mika.slash('/mod revoke member:@Ben credits:5 reason:too many')).until(speaks);
    const picture = await echo(ada.slash(fox)).until(hasPicture);
    await echo(mika.slash(`/mod refund job:${idOf(picture)} reason:no fox`)).until(speaks);
    await echo.settled();
    const sums = async () => [await spendableOf(ada), await spendableOf(ben)];
    // 100 of the allowance each: Ada 100 + 40 - 15 - 7 + 7, Ben 100 + 15 - 5.
    expect(await sums()).toEqual([125, 110]);
    await bot.stop();
    await startBot(house);
    echo.all();
    await echo.settled();
    expect(await sums()).toEqual([125, 110]);
    // 400 - 40 granted + 5 taken back - 7 for the picture.
    expect((await nora.slash('/setup view').until(speaks)).content).toContain('358');
    expect(echo.answers().every((count) => count === 1)).toBe(true);
    const told = house.discord.messages(log.id).filter(({ content }) => /well done|too many|no fox/u.test(content));
    expect(told).toHaveLength(3);
  });

  test('decides once: approve, decline, strike, suspend', async () => {
    const { house, bot, mika, ada, log, echo, set, untilAsked } = await openMoney();
    await set('/setup approvals threshold:5 channel:#approvals');
    await echo(ada.slash(fox)).until(speaks);
    const first = await untilAsked();
    await echo(mika.press(first, 'Approve')).until(speaks);
    await house.discord.untilMessage(house.guild.general.id, hasPicture);
    await echo(ada.slash(fox)).until(speaks);
    const second = await untilAsked(2);
    const decline = await formOf(echo(mika.press(second, 'Decline')));
    await echo(mika.submitModal(decline, { reason: 'enough foxes' })).until(speaks);
    const entry = await house.discord.untilMessage(log.id, ({ components }) => components.length > 0);
    for (const label of ['Strike', 'Suspend 24 h']) {
      const form = await formOf(echo(mika.in(log).press(entry, label)));
      await echo(mika.submitModal(form, { reason: 'because' })).until(speaks);
    }
    await echo.settled();
    await bot.stop();
    await startBot(house);
    echo.all();
    await echo.settled();
    expect(submitsTo(house, 'runninghub')).toBe(1);
    expect(pictures(house)).toHaveLength(1);
    const declined = house.discord
      .messages(house.guild.general.id)
      .filter(({ content }) => content.includes('enough foxes'));
    expect(declined).toHaveLength(1);
    expect((await mika.slash('/mod strikes member:@Ada').until(speaks)).content).toContain('has 1 strike');
    expect(echo.answers().every((count) => count === 1)).toBe(true);
    await mika.slash('/mod unsuspend member:@Ada reason:enough').until(speaks);
    expect(await spendableOf(ada)).toBe(93);
  });
});

describe('two who press the same button', () => {
  test('approve and approve make one picture; the later one reads that it is decided', async () => {
    const { house, mika, omar, ada, echo, set, untilAsked } = await openMoney();
    await set('/setup approvals threshold:5 channel:#approvals');
    await ada.slash(fox).until(speaks);
    const request = await untilAsked();
    const presses = [mika, omar, mika].map((person) => echo(person.press(request, 'Approve')));
    const answers = await Promise.all(presses.map((press) => press.until(speaks)));
    expect(answers.filter(({ content }) => content.startsWith('Approved.'))).toHaveLength(1);
    expect(answers.filter(({ content }) => content.includes('already decided'))).toHaveLength(2);
    await house.discord.untilMessage(house.guild.general.id, hasPicture);
    await echo.settled();
    expect(submitsTo(house, 'runninghub')).toBe(1);
    expect(await spendableOf(ada)).toBe(93);
  });

  test('approve and decline come to one end, which everyone is told', async () => {
    const { house, mika, omar, ada, set, untilAsked, approvals } = await openMoney();
    await set('/setup approvals threshold:5 channel:#approvals');
    await ada.slash(fox).until(speaks);
    const request = await untilAsked();
    const form = await formOf(omar.press(request, 'Decline'));
    const answers = await Promise.all([
      mika.press(request, 'Approve').until(speaks),
      omar.submitModal(form, { reason: 'no' }).until(speaks),
    ]);
    const isApproved = answers[0].content.startsWith('Approved.');
    expect(answers[isApproved ? 1 : 0]?.content).toContain('already decided');
    await house.discord.untilMessage(house.guild.general.id, (message) => hasPicture(message) === isApproved);
    expect(submitsTo(house, 'runninghub')).toBe(isApproved ? 1 : 0);
    expect(house.discord.messages(approvals.id)[0]?.content).toContain(isApproved ? '**Approved**' : '**Declined**');
    expect(await spendableOf(ada)).toBe(isApproved ? 93 : 100);
  });

  test.each([false, true])(
    'a yes to a price twice makes one picture, and does not say that nothing changed (private %s)',
    async (isPrivate) => {
      const { house, ada, set } = await openMoney();
      await set('/setup defaults confirm_percent:1');
      const question = await ada.slash(`${fox}${isPrivate ? ' private:true' : ''}`).until(speaks);
      const presses = [ada.press(question, 'Make it'), ada.press(question, 'Make it'), ada.press(question, 'Make it')];
      const seen = () =>
        house.discord.messages(ada.channelId).filter(hasPicture).length + ada.messages().filter(hasPicture).length;
      await house.untilAnswered(/^PATCH .*@original|^POST .*messages$/u);
      await Promise.all(presses.map((press) => press.firstAnswer()));
      while (seen() === 0) await new Promise((resolve) => setImmediate(resolve));
      expect(submitsTo(house, 'runninghub')).toBe(1);
      const read = presses.flatMap(({ history }) => history.map(({ message }) => message?.content ?? ''));
      expect(read.join('\n')).not.toContain('Nothing changed');
      expect(await spendableOf(ada)).toBe(93);
      const shown = ada.messages().find(({ id }) => id === question.id);
      if (isPrivate) expect(shown?.attachments).toHaveLength(1);
      else expect(shown?.content).toContain('Your result appears here');
    },
  );

  test('yes and no come to one end', async () => {
    const { house, ada, set } = await openMoney();
    await set('/setup defaults confirm_percent:1');
    const question = await ada.slash(fox).until(speaks);
    const [no, yes] = [ada.press(question, 'No'), ada.press(question, 'Make it')];
    await Promise.all([no.firstAnswer(), yes.firstAnswer()]);
    await ada.slash('/credits balance').until(speaks);
    expect(submitsTo(house, 'runninghub')).toBeLessThanOrEqual(1);
    expect(pictures(house).length).toBeLessThanOrEqual(submitsTo(house, 'runninghub'));
  });

  test('strike one picture gives one strike, whoever was first, also after a restart', async () => {
    const { house, bot, mika, omar, ada, log } = await openMoney();
    await ada.slash(fox).until(hasPicture);
    const entry = await house.discord.untilMessage(log.id, ({ components }) => components.length > 0);
    const forms = await Promise.all([mika, omar, mika].map((person) => formOf(person.in(log).press(entry, 'Strike'))));
    const people = [mika, omar, mika];
    const answers = await Promise.all(
      forms.map((form, at) => people[at]?.submitModal(form, { reason: 'rude' }).until(speaks)),
    );
    const said = answers.map((answer) => answer?.content ?? '');
    expect(said.filter((content) => content.includes('now has 1 strike'))).toHaveLength(1);
    expect(said.filter((content) => content.includes('already got a strike for this'))).toHaveLength(2);
    await bot.stop();
    await startBot(house);
    const form = await formOf(omar.in(log).press(entry, 'Strike'));
    expect((await omar.submitModal(form, { reason: 'rude' }).until(speaks)).content).toContain('already got a strike');
    expect((await mika.slash('/mod strikes member:@Ada').until(speaks)).content).toContain('has 1 strike');
    const told = house.discord.messages(log.id).filter(({ content }) => content.includes('rude'));
    expect(told).toHaveLength(1);
  });

  test('suspend for one picture suspends once, and the later one reads who did it, also after a restart', async () => {
    const { house, bot, mika, omar, ada, log } = await openMoney();
    await ada.slash(fox).until(hasPicture);
    const entry = await house.discord.untilMessage(log.id, ({ components }) => components.length > 0);
    const press = async (person: typeof mika, label: string, reason: string) => {
      const form = await formOf(person.in(log).press(entry, label));
      return (await person.submitModal(form, { reason }).until(speaks)).content;
    };
    const answers = await Promise.all([press(mika, 'Suspend 24 h', 'rude'), press(omar, 'Suspend 24 h', 'rude')]);
    expect(answers.filter((content) => content.includes('is suspended until'))).toHaveLength(1);
    const [first, second] = answers[0]?.includes('is suspended until') ? [mika, omar] : [omar, mika];
    const before = `${first.mention} has already suspended ${ada.mention} for this. Nothing changed. \`/mod suspend\` suspends them again.`;
    expect(answers).toContain(before);
    await bot.stop();
    await startBot(house);
    expect(await press(second, 'Suspend 24 h', 'rude')).toBe(before);
    const told = house.discord.messages(log.id).filter(({ content }) => content.includes('rude'));
    expect(told).toHaveLength(1);
    await mika.slash('/mod unsuspend member:@Ada reason:enough').until(speaks);
    expect(await press(omar, 'Suspend 24 h', 'rude')).toBe(before);
  });

  test('the later one reads who gave the strike, who deleted the picture and who decided', async () => {
    const { house, mika, omar, ada, log, set, untilAsked } = await openMoney();
    await ada.slash(fox).until(hasPicture);
    const entry = await house.discord.untilMessage(log.id, ({ components }) => components.length > 0);
    const press = async (person: typeof mika, message: Message, label: string) => {
      const form = await formOf(person.in(log).press(message, label));
      return (await person.submitModal(form, { reason: 'rude' }).until(speaks)).content;
    };
    await press(mika, entry, 'Strike');
    expect(await press(omar, entry, 'Strike')).toContain(`already got a strike for this from ${mika.mention}`);
    await press(mika, entry, 'Delete result');
    expect(await press(omar, entry, 'Delete result')).toBe(
      `It was already gone: ${mika.mention} deleted it. Nothing changed.`,
    );
    await set('/setup approvals threshold:5 channel:#approvals');
    await ada.slash(fox).until(speaks);
    const request = await untilAsked();
    const forms = await Promise.all([mika, omar].map((person) => formOf(person.press(request, 'Decline'))));
    const [first, second] = await Promise.all(
      [mika, omar].map((person, at) => {
        const form = forms[at];
        if (form === undefined) throw new Error('no form was opened');
        return person.submitModal(form, { reason: 'no' }).until(speaks);
      }),
    );
    const isMika = first?.content.startsWith('Declined.') === true;
    expect((isMika ? second : first)?.content).toBe(
      `This request is already decided: ${(isMika ? mika : omar).mention} declined it. Nothing changed.`,
    );
  });

  test('another picture of the same member, and a refused request, are struck by themselves', async () => {
    const { house, mika, ada, log } = await openMoney();
    for (const _each of [1, 2]) await ada.slash(fox).until(hasPicture);
    const entries = () => house.discord.messages(log.id).filter(({ components }) => components.length > 0);
    while (entries().length < 2) await new Promise((resolve) => setImmediate(resolve));
    const said: string[] = [];
    for (const entry of entries()) {
      const form = await formOf(mika.in(log).press(entry, 'Strike'));
      said.push((await mika.submitModal(form, { reason: 'rude' }).until(speaks)).content);
    }
    expect(said.map((content) => /(\d) strike/u.exec(content)?.[1])).toEqual(['1', '2']);
  });

  test('refund and delete one picture give its credits back once, and take it away once', async () => {
    const { house, mika, omar, ada, log } = await openMoney();
    const picture = await ada.slash(fox).until(hasPicture);
    const line = `/mod refund job:${idOf(picture)} reason:no fox`;
    const answers = await Promise.all([mika, omar].map((person) => person.slash(line).until(speaks)));
    expect(answers.filter(({ content }) => content.startsWith('Refunded'))).toHaveLength(1);
    expect(answers.filter(({ content }) => content.includes('nothing to refund'))).toHaveLength(1);
    expect(await spendableOf(ada)).toBe(100);
    const entry = await house.discord.untilMessage(log.id, ({ components }) => components.length > 0);
    const form = await formOf(mika.in(log).press(entry, 'Delete result'));
    const question = await ada.press(picture, 'Delete').until(speaks);
    const own = confirm(ada, question).until(({ content }) => content !== question.content);
    const ends = await Promise.all([own, mika.submitModal(form, { reason: 'rude' }).until(speaks)]);
    expect(pictures(house)).toHaveLength(0);
    expect(ends.filter(({ content }) => /^Deleted/u.test(content))).toHaveLength(1);
  });
});
