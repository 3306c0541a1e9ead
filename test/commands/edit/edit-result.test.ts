import { expect, it } from 'vitest';
import { channelId, guildId, userId } from '#core/ids.ts';
import type { ButtonCall } from '#discord/interactions/calls.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import type { Job } from '#jobs/job.ts';
import type { SourceImage } from '#media/media.ts';
import { edit } from '../../../commands/edit/command.ts';
import { address, caller, job, recordAnswers } from '../../discord/support/samples.ts';
import { createScriptedBot } from '../../discord/support/scripted-bot.ts';
import { editRouteOf, sourceOf } from '../../support/inputs.ts';
import { admissionOf, modelOf } from '../../support/requests.ts';
import { answerOf } from '../support/answer-of.ts';

const delivered: Job = { ...job, state: 'delivered', replyTo: address };
const editor = modelOf(editRouteOf());
const gone = "That picture isn't there any more. Attach it with `/edit` instead. You weren't charged.";

/** What pressing the button, or sending its form, comes to. */
async function outcomeOf(which: 'press' | 'form', found: Job | null, pictures: readonly SourceImage[]) {
  const bot = createScriptedBot();
  const outcome: { answers: string[]; modals: number; lookups: unknown[]; edited: readonly SourceImage[] | null } = {
    answers: [],
    modals: 0,
    lookups: [],
    edited: null,
  };
  bot.catalog = { ...bot.catalog, models: [editor], find: () => null };
  bot.findJob = () => Promise.resolve(found);
  bot.findPictures = async (...at) => {
    outcome.lookups.push(at);
    return [sourceOf({ name: 'looked-up.png' })];
  };
  bot.gate = async ({ images }) => {
    outcome.edited = images;
    return { kind: 'go', admission: admissionOf() };
  };
  const call: ButtonCall = {
    caller,
    id: { action: 'edit', subject: job.id, extra: null },
    values: [],
    pictures,
    ...recordAnswers().answering,
    answer: async ({ content }: OutgoingMessage) => void outcome.answers.push(content),
    openForm: async () => {
      outcome.modals += 1;
    },
    reply: () => ({
      address: () => address,
      accept: () => Promise.resolve(address),
      show: () => undefined,
      rest: () => Promise.resolve(),
      deliver: () => Promise.resolve(null),
      fail: () => Promise.resolve(),
    }),
  };
  if (which === 'press') await edit.components?.edit?.(call, bot);
  else
    await edit.modals?.edit_result?.(
      { ...call, fields: new Map([['model', 'nobody']]), resolvedAttachments: new Map(), resolvedChannels: new Map() },
      bot,
    );
  return outcome;
}

it.each(['press', 'form'] as const)(
  'a %s without a picture in its message looks a public one up, where it was pressed',
  async (which) => {
    const outcome = await outcomeOf(which, delivered, []);
    expect(outcome.lookups).toEqual([[address.channelId, address.messageId]]);
    expect(outcome.answers).toEqual([]);
  },
);

it.each([
  ['deleted, and private', { ...delivered, replyTo: { ...address, isPrivate: true } }],
  ['deleted, and forgotten', null],
  ['nowhere yet', { ...delivered, replyTo: { ...address, messageId: null } }],
  ['in another channel', { ...delivered, replyTo: { ...address, channelId: channelId('1') } }],
  ['of another server', { ...delivered, guildId: guildId('1') }],
])('a picture that is %s is said to be gone', async (_which, found) => {
  for (const by of ['press', 'form'] as const) {
    const outcome = await outcomeOf(by, found, []);
    expect(outcome).toMatchObject({ answers: [gone], modals: 0, edited: null, lookups: [] });
  }
});

it('a private picture is its owner’s to edit, whatever the message shows', async () => {
  const other: Job = { ...delivered, userId: userId('1'), replyTo: { ...address, isPrivate: true } };
  for (const by of ['press', 'form'] as const) {
    const { answers, modals } = await outcomeOf(by, other, [sourceOf()]);
    expect(answers).toEqual([
      "This is private: only the person who asked for it can edit it here. You weren't charged.",
    ]);
    expect(modals).toBe(0);
  }
});

it('a picture whose record is gone is edited as long as its message shows it, the first of several', async () => {
  const shown = [sourceOf({ name: 'a.png' }), sourceOf({ name: 'b.png' })];
  expect((await outcomeOf('form', null, shown)).edited).toEqual([shown[0]]);
});

it.each([
  [{ image: '1' }, {}],
  [{ image: '1', image2: '2' }, { picture: 1 }],
])(
  'with %j of which Discord tells nothing, `/edit` is refused instead of made from words alone',
  async (files, which) => {
    const bot = createScriptedBot();
    bot.gate = () => Promise.reject(new Error('must not be asked'));
    const typed = { caller, subcommand: null, options: { ...files, prompt: 'a hat' } };
    const thrown: unknown = await answerOf(edit, typed, bot).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'refused.image', facts: { ...which, reason: 'gone' } });
  },
);
