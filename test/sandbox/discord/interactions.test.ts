import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../../../sandbox/discord/exchange.ts';
import { type ByHand, startByHand } from './by-hand.ts';

describe('an interaction', () => {
  let hand: ByHand;
  beforeEach(async () => {
    hand = await startByHand({ rateLimits: 'off' });
  });
  afterEach(() => hand.discord.stop());

  const ask = () => hand.server.member({ name: 'Alice' }).slash('/imagine prompt:a fox');
  const answer = ({ interactionId, token }: Exchange, body: unknown, query = '') =>
    hand.call('POST', `/interactions/${interactionId}/${token}/callback${query}`, body, null);
  const webhook = (token: string, rest = '') => `/webhooks/${hand.discord.applicationId}/${token}${rest}`;

  it('that is not answered within 3 s cannot be answered any more, and the person is told', async () => {
    const exchange = ask();
    const first = exchange.firstAnswer();
    const seen = exchange.until(() => true);
    hand.advance(3001);
    await expect(first).rejects.toThrow('The application did not respond');
    await expect(seen).rejects.toThrow('The application did not respond');
    expect(await answer(exchange, { type: 5 })).toMatchObject({ status: 404, body: { code: 10_062 } });
  });

  it('takes exactly one first answer', async () => {
    const exchange = ask();
    expect((await answer(exchange, { type: 5 })).status).toBe(204);
    expect(await answer(exchange, { type: 5 })).toMatchObject({ status: 400, body: { code: 40_060 } });
    expect(
      (await hand.call('POST', `/interactions/${exchange.interactionId}/wrong/callback`, { type: 5 }, null)).body.code,
    ).toBe(10_062);
  });

  it('stays open when the body of its first answer was refused', async () => {
    const exchange = ask();
    expect((await answer(exchange, { type: 4, data: { content: 'x'.repeat(2001) } })).body.code).toBe(50_035);
    expect((await answer(exchange, { type: 4, data: {} })).body.code).toBe(50_006);
    expect((await answer(exchange, { type: 7, data: { content: 'x' } })).body.code).toBe(50_035);
    expect((await answer(exchange, { type: 4, data: { content: 'x' } })).status).toBe(204);
  });

  it('answers with the message when with_response is true', async () => {
    const { status, body } = await answer(
      ask(),
      { type: 4, data: { content: 'Hello', flags: 64 } },
      '?with_response=true',
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      interaction: { response_message_loading: false, response_message_ephemeral: true },
      resource: { type: 4, message: { content: 'Hello', flags: 64 } },
    });
  });

  it('may be edited for 15 minutes, not before its first answer and not afterwards', async () => {
    const exchange = ask();
    const path = webhook(exchange.token, '/messages/@original');
    expect(await hand.call('PATCH', path, { content: 'x' }, null)).toMatchObject({
      status: 404,
      body: { code: 10_015 },
    });
    await answer(exchange, { type: 5 });
    hand.advance(15 * 60_000 - 1);
    expect((await hand.call('PATCH', path, { content: 'x' }, null)).status).toBe(200);
    hand.advance(1);
    expect(await hand.call('PATCH', path, { content: 'x' }, null)).toMatchObject({
      status: 401,
      body: { code: 50_027 },
    });
    expect((await hand.call('GET', webhook('invented', '/messages/@original'), undefined, null)).body.code).toBe(
      50_027,
    );
  });

  it('loses its token when a test ends it', async () => {
    const exchange = ask();
    await answer(exchange, { type: 5 });
    hand.discord.expireToken(exchange.interactionId);
    expect((await hand.call('POST', webhook(exchange.token), { content: 'x' }, null)).body.code).toBe(50_027);
  });

  it('keeps only the ephemeral flag of a deferral, and the flag cannot be taken off', async () => {
    const exchange = ask();
    await answer(exchange, { type: 5, data: { flags: 64 + 32_768 } });
    expect(exchange.reply()?.flags).toBe(64 + 128);
    const edited = await hand.call(
      'PATCH',
      webhook(exchange.token, '/messages/@original'),
      { content: 'x', flags: 0 },
      null,
    );
    expect(edited.body.flags).toBe(64);
  });

  it('takes a follow-up straight after a deferral as the edit of it, and later ones as messages of their own', async () => {
    const exchange = ask();
    await answer(exchange, { type: 5 });
    await hand.call('POST', webhook(exchange.token), { content: 'first' }, null);
    const followUp = await hand.call('POST', webhook(exchange.token), { content: 'second', flags: 64 }, null);
    expect(exchange.reply()?.content).toBe('first');
    expect(exchange.followUps.map((message) => message.content)).toEqual(['second']);
    const path = webhook(exchange.token, `/messages/${followUp.body.id}`);
    await hand.call('PATCH', path, { content: 'third' }, null);
    expect(exchange.followUps.map((message) => message.content)).toEqual(['third']);
    expect((await hand.call('DELETE', path, undefined, null)).status).toBe(204);
    expect(exchange.followUps).toEqual([]);
    expect((await hand.call('GET', path, undefined, null)).body.code).toBe(10_008);
  });

  it('reaches only its own messages with its token', async () => {
    const [mine, other] = [ask(), ask()];
    await answer(mine, { type: 4, data: { content: 'mine' } });
    await answer(other, { type: 4, data: { content: 'other' } });
    const path = webhook(mine.token, `/messages/${other.reply()?.id}`);
    expect((await hand.call('PATCH', path, { content: 'x' }, null)).body.code).toBe(10_008);
  });

  it('has five follow-ups where the bot was installed by a user only, and no channel route', async () => {
    await hand.call('PUT', `/applications/${hand.discord.applicationId}/commands`, [
      { name: 'imagine', description: 'Makes an image', integration_types: [0, 1] },
    ]);
    const elsewhere = hand.discord.addGuild({ name: 'Elsewhere', botIsMember: false });
    const exchange = elsewhere.member({ name: 'Alice' }).slash('/imagine');
    await answer(exchange, { type: 4, data: { content: 'x' } });
    const codes = [];
    for (let count = 0; count < 6; count += 1)
      codes.push((await hand.call('POST', webhook(exchange.token), { content: 'x' }, null)).body.code);
    expect(codes).toEqual([undefined, undefined, undefined, undefined, undefined, 40_094]);
    expect((await hand.call('POST', `/channels/${elsewhere.general.id}/messages`, { content: 'x' })).body.code).toBe(
      50_001,
    );
  });

  it('tells of each change until it is told to stop, and of the deletion', async () => {
    const exchange = ask();
    const kinds: string[] = [];
    const stop = exchange.onChange((change) => kinds.push(change.kind));
    await answer(exchange, { type: 4, data: { content: 'x' } });
    await hand.call('PATCH', webhook(exchange.token, '/messages/@original'), { content: 'y' }, null);
    hand.discord.removeMessage({ id: exchange.reply()?.id ?? '' });
    stop();
    await hand.call('POST', webhook(exchange.token), { content: 'z' }, null);
    expect(kinds).toEqual(['created', 'edited', 'deleted']);
    expect(exchange.history.map((entry) => entry.message?.content ?? null)).toEqual(['x', 'y', null]);
  });

  it('tells what it waited for when no reply fits in time', async () => {
    const exchange = ask();
    await answer(exchange, { type: 4, data: { content: 'Hello' } });
    await expect(exchange.until((reply) => reply.content === 'Goodbye', 1)).rejects.toThrow('"content":"Hello"');
  });
});
