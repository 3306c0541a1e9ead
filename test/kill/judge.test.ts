import { describe, expect, it } from 'vitest';
import { english } from '#i18n/en/en.ts';
import { judge } from './judge.ts';
import {
  aJob,
  aMessage,
  anAct,
  anEntry,
  aPendingRequest,
  aSubmit,
  aWish,
  evidenceOf,
  member,
  wishId,
} from './sample-evidence.ts';

const kindsIn = (...parts: Parameters<typeof evidenceOf>) =>
  judge(evidenceOf(...parts)).problems.map(({ kind }) => kind);
const notesIn = (...parts: Parameters<typeof evidenceOf>) => judge(evidenceOf(...parts)).notes.map(({ kind }) => kind);
const picture = (number: number) => `easel-${wishId}-${number}.png`;

describe('the judge of a kill run', () => {
  it('has nothing to say where all went well', () => {
    expect(judge(evidenceOf())).toEqual({ problems: [], notes: [] });
  });

  describe('money', () => {
    it('reports this for which nothing was charged', () => {
      const entries = [anEntry('reserve', 7), anEntry('release', 7)];
      expect(kindsIn({ entries })).toContain('free');
    });

    it('reports a charge without a picture', () => {
      expect(kindsIn({ messages: [aMessage({ content: 'It failed.' })] })).toContain('lost');
    });

    it('lets a charge stand that a moderator has given back', () => {
      const entries = [anEntry('reserve', 7), anEntry('settle', 7), anEntry('refund', 7, { byUserId: member })];
      expect(kindsIn({ entries })).toEqual([]);
    });

    it('reports a second charge', () => {
      const entries = [anEntry('reserve', 7), anEntry('settle', 7), anEntry('reserve', 7), anEntry('settle', 7)];
      expect(kindsIn({ entries })).toContain('twice');
    });

    it('reports three charged where four were posted', () => {
      const wishes = [aWish({ count: 4 })];
      const messages = [aMessage({ files: [1, 2, 3, 4].map(picture) })];
      const entries = [anEntry('reserve', 28), anEntry('settle', 21)];
      expect(kindsIn({ wishes, messages, entries, submits: [aSubmit({ pictures: 4 })] })).toContain('price');
    });

    it('reports a hold that never ended', () => {
      const entries = [anEntry('reserve', 7)];
      expect(kindsIn({ entries, openHolds: [wishId] })).toEqual(expect.arrayContaining(['held', 'books']));
    });

    it('reports a grant of an approval that stays with the member', () => {
      const grant = anEntry('grant', 9, { id: `approval:${wishId}`, isAct: true });
      expect(kindsIn({ entries: [grant, anEntry('reserve', 7), anEntry('settle', 7)] })).toContain('grant');
    });

    it('reports books that do not add up', () => {
      const spoiled = { totals: { added: 8, pool: 0, bonuses: 0, held: 0, spent: 7 } };
      expect(kindsIn(spoiled)).toContain('books');
    });

    it('reports a bonus that no entry explains', () => {
      expect(kindsIn({ bonuses: new Map([[member, 5]]) })).toContain('books');
    });

    it('reports an act that stands twice in the journal', () => {
      const grant = () => anEntry('grant', 9, { id: '5', isAct: true });
      expect(kindsIn({ entries: [grant(), grant(), anEntry('reserve', 7), anEntry('settle', 7)] })).toContain('books');
    });
  });

  describe('pictures', () => {
    it('reports one that is posted in two messages', () => {
      const twice = [aMessage({ id: '10', files: [picture(1)] }), aMessage({ id: '11', files: [picture(1)] })];
      expect(kindsIn({ messages: twice })).toContain('twice');
    });

    it('reports one that is posted, and kept to be fetched besides', () => {
      const twice = [aMessage({ id: '10', files: [picture(1)] }), aMessage({ id: '11', files: [picture(1)] })];
      const acts = [anAct({ kind: 'imagine', messageIds: ['10'] }), anAct({ kind: 'fetch', messageIds: ['11'] })];
      expect(kindsIn({ messages: twice, acts })).toContain('twice');
    });

    it('takes one that was posted in private, killed before its answer, and kept, for one delivery', () => {
      const posted = aMessage({ id: '10', files: [picture(1)], viewerId: '42' });
      const messages = [posted, aMessage({ id: '11', files: [picture(1)], viewerId: '42' })];
      const acts = [anAct({ kind: 'imagine', messageIds: ['10'] }), anAct({ kind: 'fetch', messageIds: ['11'] })];
      const lives = [{ name: 'bot', findsAfterMs: 0, upAtMs: 0, endedAtMs: 1_500, how: 'killed' }];
      expect(kindsIn({ messages, acts, lives })).not.toContain('twice');
      expect(kindsIn({ messages, acts })).toContain('twice');
    });

    it('takes a kept one that its member looks at twice for one delivery', () => {
      const looks = [aMessage({ id: '10', files: [picture(1)] }), aMessage({ id: '11', files: [picture(1)] })];
      const acts = [anAct({ kind: 'fetch', messageIds: ['10'] }), anAct({ kind: 'fetch', messageIds: ['11'] })];
      expect(kindsIn({ messages: looks, acts })).not.toContain('twice');
    });

    it('reports more orders than pictures asked for', () => {
      expect(kindsIn({ submits: [aSubmit(), aSubmit({ remoteId: 'second', ending: 'failed' })] })).toContain('submits');
    });

    it('reports this that was paid and never posted', () => {
      const failed = {
        messages: [aMessage({ content: 'It failed.' })],
        entries: [anEntry('reserve', 7), anEntry('release', 7)],
      };
      expect(kindsIn(failed)).toContain('paid and lost');
    });

    it('counts apart what was paid and whose ticket a kill has swallowed', () => {
      const swallowed = {
        jobs: [aJob({ tickets: [] })],
        messages: [aMessage({ content: 'Nobody can say.' })],
        entries: [anEntry('reserve', 7), anEntry('release', 7)],
        submits: [aSubmit({ isAnswerLost: true })],
      };
      expect(kindsIn(swallowed)).toEqual([]);
      expect(notesIn(swallowed)).toEqual(['unsure']);
    });
  });

  describe('words', () => {
    const nothingMade = { submits: [], entries: [anEntry('reserve', 7), anEntry('release', 7)] };

    it.each([
      ['thinking…', aMessage({ isThinking: true, content: '' })],
      ['a place in the queue', aMessage({ content: english['progress.queued'] })],
      ['a Cancel button', aMessage({ content: 'Soon', buttons: [`cancel:${wishId}`] })],
      ['“On it”', aMessage({ content: english['accepted.inChannel'].replace('{member}', '<@1>') })],
      ['“Making it…” with nothing made', aMessage({ content: english['price.making'] })],
    ])('reports a message that is left at %s', (_what, message) => {
      expect(kindsIn({ ...nothingMade, messages: [message] })).toContain('left');
    });

    it('counts apart a private message whose token ended while no process was up', () => {
      const message = aMessage({ isThinking: true, content: '', viewerId: member });
      const lives = [{ name: 'bot', findsAfterMs: 0, upAtMs: 0, endedAtMs: 1500, how: 'killed' }];
      expect(notesIn({ ...nothingMade, messages: [message], lives })).toContain('out of reach');
    });

    it('asks of a worker no more than what it could find while it was up', () => {
      const message = aMessage({ isThinking: true, content: '', viewerId: member, madeAtMs: 1_000 });
      const upUntil = (endedAtMs: number, findsAfterMs: number) => [
        { name: 'worker 1', findsAfterMs, upAtMs: 30_000, endedAtMs, how: 'killed' },
      ];
      const left = { ...nothingMade, messages: [message] };
      expect(notesIn({ ...left, lives: upUntil(49_000, 20_000) })).toContain('out of reach');
      expect(kindsIn({ ...left, lives: upUntil(50_000, 20_000) })).toContain('left');
      expect(notesIn({ ...left, lives: upUntil(500_000, Number.POSITIVE_INFINITY) })).toContain('out of reach');
    });

    it('counts apart a private “thinking…” that was killed before anything was stored', () => {
      const message = aMessage({ isThinking: true, content: '', viewerId: member, madeAtMs: 1000 });
      const cut = { submits: [], entries: [], jobs: [], messages: [message] };
      const endedAt = (endedAtMs: number) => [
        { name: 'bot', findsAfterMs: 0, upAtMs: 0, endedAtMs, how: 'killed' },
        { name: 'bot', findsAfterMs: 0, upAtMs: endedAtMs + 1000, endedAtMs: 10_000_000, how: 'stopped' },
      ];
      expect(kindsIn({ ...cut, lives: endedAt(4_900) })).toEqual([]);
      expect(notesIn({ ...cut, lives: endedAt(4_900) })).toEqual(['cut off']);
      expect(kindsIn({ ...cut, lives: endedAt(5_100) })).toEqual(['left']);
      expect(kindsIn({ ...cut, messages: [{ ...message, viewerId: null }], lives: endedAt(4_900) })).toEqual(['left']);
      expect(kindsIn({ ...cut, entries: [anEntry('reserve', 7)], lives: endedAt(4_900) })).toContain('left');
      expect(kindsIn({ ...cut, jobs: [aJob({})], lives: endedAt(4_900) })).toContain('left');
    });

    it('counts apart a question about the price, a word of the approvers and a further press that a kill has cut off', () => {
      const lives = [
        { name: 'door 1', findsAfterMs: 0, upAtMs: 0, endedAtMs: 3_000, how: 'killed' },
        { name: 'door 2', findsAfterMs: 0, upAtMs: 0, endedAtMs: 10_000_000, how: 'stopped' },
      ];
      const thinking = aMessage({ isThinking: true, content: '', viewerId: member, madeAtMs: 1_000 });
      const asked = { submits: [], entries: [], jobs: [], lives, messages: [thinking] };
      const at = (door: string) => [anAct({ door })];
      const price = [aPendingRequest({ reason: 'price', state: 'expired' })];
      expect(notesIn({ ...asked, acts: at('door 1'), pending: price })).toEqual(['cut off']);
      expect(kindsIn({ ...asked, acts: at('door 2'), pending: price })).toEqual(['left']);
      const approved = [aPendingRequest({ reason: 'price', state: 'approved' })];
      expect(kindsIn({ ...asked, acts: at('door 1'), pending: approved })).toContain('left');

      const word = aMessage({ id: '20', isThinking: true, content: '', viewerId: member, madeAtMs: 1_000 });
      const decided = {
        lives,
        messages: [aMessage({ id: '21' }), word],
        pending: [aPendingRequest({ state: 'approved' })],
      };
      const asks = (door: string) => [anAct({ door, messageIds: ['20'] })];
      expect(notesIn({ ...decided, acts: asks('door 1') })).toEqual(['cut off']);
      expect(kindsIn({ ...decided, acts: asks('door 2') })).toEqual(['left']);

      const press = { interactionId: '78', messageIds: ['50'], atMs: 900 };
      const pressed = (door: string) => ({
        lives,
        acts: [anAct({ door: 'door 2' }), anAct({ ...press, door })],
        messages: [
          aMessage(),
          aMessage({ id: '50', isThinking: true, content: '', viewerId: member, madeAtMs: 3_200 }),
        ],
      });
      expect(notesIn(pressed('door 1'))).toEqual(['cut off']);
      expect(kindsIn(pressed('door 2'))).toEqual(['left']);
    });

    it('reports a command that was put off in private by a process which lived on', () => {
      const lives = [{ name: 'door 1', findsAfterMs: 0, upAtMs: 0, endedAtMs: 10_000_000, how: 'stopped' }];
      const stray = aMessage({ id: '60', isThinking: true, content: '', viewerId: member, madeAtMs: 1_000 });
      expect(kindsIn({ messages: [aMessage(), stray], lives })).toEqual(['left']);
      const killed = [{ name: 'door 1', findsAfterMs: 0, upAtMs: 0, endedAtMs: 20_000, how: 'killed' }];
      expect(notesIn({ messages: [aMessage(), stray], lives: killed })).toEqual(['cut off']);
    });

    it('asks the process to which Discord sent a command why it said nothing', () => {
      const lives = [
        { name: 'door 1', findsAfterMs: 0, upAtMs: 0, endedAtMs: 2_500, how: 'killed' },
        { name: 'door 2', findsAfterMs: 0, upAtMs: 0, endedAtMs: 60_000, how: 'stopped' },
      ];
      const missedAt = (door: string) => {
        const acts = [anAct({ answer: 'missed', door })];
        return judge(evidenceOf({ submits: [], entries: [], jobs: [], messages: [], acts, lives }));
      };
      expect(missedAt('door 1')).toMatchObject({ problems: [], notes: [{ kind: 'unanswered' }] });
      expect(missedAt('door 2').problems).toMatchObject([{ kind: 'ignored' }]);
      expect(missedAt('no place')).toMatchObject({ problems: [], notes: [{ kind: 'unanswered' }] });
    });

    it('reports a job and a request that are open', () => {
      const pending = [aPendingRequest({ state: 'waiting' })];
      expect(kindsIn({ openJobIds: [wishId], pending }).filter((kind) => kind === 'open')).toHaveLength(2);
    });

    it('reports a notice whose buttons outlive the decision', () => {
      const notice = aMessage({ id: '20', content: 'A request', buttons: [`approve:${wishId}`, `decline:${wishId}`] });
      const pending = [aPendingRequest({ state: 'approved' })];
      expect(kindsIn({ messages: [aMessage(), notice], pending })).toContain('undecided');
    });

    it('reports a decline that the member has not read', () => {
      const asked = aMessage({ content: english['price.asked'].replace('{credits}', '7 credits') });
      const pending = [aPendingRequest({ state: 'declined' })];
      expect(kindsIn({ submits: [], entries: [], jobs: [], messages: [asked], pending })).toContain('untold');
    });

    it('reports a yes to a price that came to nothing', () => {
      const question = aMessage({ content: 'Do you want it?', buttons: [`price_yes:${wishId}`] });
      const asked = { submits: [], entries: [], jobs: [], messages: [question] };
      const pendingAs = (state: 'approved' | 'expired') => [aPendingRequest({ reason: 'price', state })];
      expect(kindsIn({ ...asked, pending: pendingAs('approved') })).toEqual(['untold']);
      expect(kindsIn({ ...asked, pending: pendingAs('expired') })).toEqual([]);
    });

    it('reports a request that was answered and has no end', () => {
      expect(kindsIn({ ...nothingMade, messages: [] })).toContain('untold');
    });

    it('counts apart what Discord itself called unanswered', () => {
      const killed = [{ name: 'bot', findsAfterMs: 0, upAtMs: 0, endedAtMs: 2_500, how: 'killed' }];
      const acts = [anAct({ answer: 'missed' })];
      const unanswered = { submits: [], entries: [], jobs: [], messages: [], acts, lives: killed };
      expect(judge(evidenceOf(unanswered))).toMatchObject({ problems: [], notes: [{ kind: 'unanswered' }] });
    });

    it('reports a bot that was up for three seconds and said nothing', () => {
      const acts = [anAct({ answer: 'missed' })];
      expect(kindsIn({ submits: [], entries: [], jobs: [], messages: [], acts })).toContain('ignored');
    });

    it('reports a gift that was told and never made, and counts apart one that was made and never told', () => {
      const gift = (answer: 'message' | 'missed') =>
        anAct({ kind: 'give', interactionId: '77', requestId: null, messageIds: ['40'], answer });
      const told = aMessage({ id: '40', content: '<@1> gives <@2> **3 credits**.' });
      expect(kindsIn({ acts: [anAct(), gift('message')], messages: [aMessage(), told] })).toEqual(['untrue']);
      const grant = anEntry('give', 0, { id: '77', isAct: true });
      const entries = [grant, anEntry('reserve', 7), anEntry('settle', 7)];
      expect(notesIn({ acts: [anAct(), gift('missed')], entries })).toEqual(['done unanswered']);
    });

    it('reports a message on its way that belongs to no request', () => {
      const stray = aMessage({ id: '30', content: '', isThinking: true });
      expect(kindsIn({ messages: [aMessage(), stray] })).toContain('left');
    });
  });
});
