import { expect, test } from 'vitest';
import type { Person } from '../../sandbox/discord/person.ts';
import { accountedFor, addedBy, readBooks, spentBy, spentIn, topSum, usageSums } from '../support/evening/sums.ts';
import { startBotProcess } from '../support/house/bot-process.ts';
import { hasPicture, isUnderWay, speaks } from '../support/house/look.ts';
import { type House, openHouse } from '../support/house/open-house.ts';

const answerTo = (person: Person, line: string) => person.slash(line).until(speaks);

/** A house with a pool of 400, approvals above 50 credits, and people in it. */
async function openGuardedHouse() {
  const house = await openHouse({ pace: { queueMs: 500, runMs: 3_000 }, environment: { RUNCOMFY_API_TOKEN: '' } });
  const approvals = house.guild.addChannel({ name: 'approvals' });
  const modLog = house.guild.addChannel({ name: 'mod-log' });
  const member = (name: string) => house.guild.member({ name });
  const moderator = (name: string) => house.guild.member({ name, permissions: ['ModerateMembers'] });
  const nora = house.guild.member({ name: 'Nora', permissions: ['ManageGuild'] });
  const people = { nora, mika: moderator('Mika'), omar: moderator('Omar'), ada: member('Ada'), ben: member('Ben') };
  return { house, approvals, modLog, people: { ...people, cleo: member('Cleo') } };
}

async function setUp(nora: Person): Promise<void> {
  await answerTo(nora, '/setup pool action:add credits:400');
  await answerTo(nora, '/setup pool action:limited');
  await answerTo(nora, '/setup approvals threshold:50 channel:#approvals');
  await answerTo(nora, '/setup log channel:#mod-log');
}

async function sumsOf({ nora, mika }: { readonly nora: Person; readonly mika: Person }) {
  const hasFiles = mika.slash('/mod usage period:this month').until(({ attachments }) => attachments.length === 2);
  return {
    usage: await usageSums(await hasFiles),
    top: topSum(await answerTo(mika, '/credits top period:month')),
    view: spentIn(await answerTo(nora, '/setup view')),
  };
}

const booksOf = ({ environment, guild }: House) => readBooks(environment.STORE_URL ?? '', guild);

test('after SIGKILL amid pictures, a grant and an approval everything comes to its end, and all sums agree', async () => {
  const { house, approvals, modLog, people } = await openGuardedHouse();
  const { nora, mika, omar, ada, ben, cleo } = people;
  const first = await startBotProcess(house);
  await setUp(nora);
  await answerTo(mika, '/mod grant member:@Ada credits:40 reason:before the crash');
  const dear = await answerTo(cleo, '/imagine prompt:a cathedral of ice model:gpt-image-2');
  expect(dear.content).toContain('A moderator has been asked');
  const request = await house.discord.untilMessage(approvals.id, ({ content }) => content.includes('cathedral of ice'));
  const pictures = [ada.slash('/imagine prompt:a fox'), ben.slash('/imagine prompt:a boat')];
  await Promise.all(pictures.map((picture) => picture.until(isUnderWay, 10_000)));
  // Nobody waits for this one: the process ends while it is being written, or before, or after.
  mika.slash('/mod grant member:@Ben credits:25 reason:amid the crash');

  expect(await first.end('SIGKILL')).toBe('SIGKILL');
  const second = await startBotProcess(house);

  await Promise.all(pictures.map((picture) => picture.until(hasPicture, 15_000)));
  expect((await omar.press(request, 'Approve').until(speaks)).content).toContain('Approved.');
  const isCathedral = ({ content, attachments }: { content: string; attachments: readonly unknown[] }) =>
    content.includes('a cathedral of ice') && attachments.length > 0;
  await house.discord.untilMessage(house.guild.general.id, isCathedral, 15_000);
  await answerTo(mika, '/mod grant member:@Cleo credits:5 reason:after the crash');
  await house.discord.untilMessage(modLog.id, ({ content }) => content.includes('after the crash'), 15_000);

  const spent = 7 + 7 + 130;
  const usage = { title: spent, rows: spent, total: spent, csv: spent, chart: spent };
  expect(await sumsOf(people)).toEqual({ usage, top: spent, view: spent });
  expect(await second.end('SIGTERM')).toBe(0);
  const books = await booksOf(house);
  expect(books.totals).toMatchObject({ spent, held: 0, added: 400 });
  expect(spentBy(books)).toBe(spent);
  expect(addedBy(books)).toBe(400);
  expect(accountedFor(books)).toBe(400);
  expect(books.entries.filter(({ reason }) => reason === 'amid the crash').length).toBeLessThanOrEqual(1);
  expect(house.runninghub.tasks.size).toBe(3);
}, 60_000);

test('a request that was decided before SIGKILL stays decided, and one that was not is decided once', async () => {
  const { house, approvals, people } = await openGuardedHouse();
  const { nora, mika, omar, cleo, ben } = people;
  const first = await startBotProcess(house);
  await setUp(nora);
  const requestFor = async (person: Person, prompt: string) => {
    await answerTo(person, `/imagine prompt:${prompt} model:gpt-image-2`);
    return house.discord.untilMessage(approvals.id, ({ content }) => content.includes(prompt));
  };
  const [declined, open] = [await requestFor(cleo, 'a palace of salt'), await requestFor(ben, 'a bridge of glass')];
  const form = await mika.press(declined, 'Decline').firstAnswer();
  if (form.kind !== 'modal') throw new Error('Decline opened no form');
  await mika.submitModal(form.modal, { reason: 'no salt' }).until(speaks);
  const isDeclined = ({ content }: { content: string }) => content.includes('declined: no salt');
  await house.discord.untilMessage(house.guild.general.id, isDeclined);

  await first.end('SIGKILL');
  const second = await startBotProcess(house);

  const [one, other] = [mika.press(open, 'Approve'), omar.press(open, 'Approve')];
  const answers = await Promise.all([one, other].map((each) => each.until(speaks)));
  expect(answers.filter(({ content }) => content.startsWith('Approved.'))).toHaveLength(1);
  expect(
    answers.filter(({ content }) => /^This request is already decided: <@\d+> (approved|declined) it\./u.test(content)),
  ).toHaveLength(1);
  await house.discord.untilMessage(house.guild.general.id, hasPicture, 15_000);
  expect(() => mika.press(declined, 'Approve')).toThrow('no button');
  expect((await sumsOf(people)).view).toBe(130);
  expect(await second.end('SIGTERM')).toBe(0);
  const books = await booksOf(house);
  expect(spentBy(books)).toBe(130);
  expect(accountedFor(books)).toBe(books.totals.added);
  expect(house.runninghub.tasks.size).toBe(1);
}, 60_000);
