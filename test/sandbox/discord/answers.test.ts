import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../../../sandbox/discord/exchange.ts';
import { type ByHand, startByHand } from './by-hand.ts';

describe('an interaction', () => {
  let hand: ByHand;
  beforeEach(async () => {
    hand = await startByHand({ rateLimits: 'off' });
  });
  afterEach(() => hand.discord.stop());

  const answer = ({ interactionId, token }: Exchange, body: unknown, query = '') =>
    hand.call('POST', `/interactions/${interactionId}/${token}/callback${query}`, body, null);
  const webhook = (token: string, rest = '') => `/webhooks/${hand.discord.applicationId}/${token}${rest}`;

  it('shows an ephemeral answer to its owner alone, and not to channel routes', async () => {
    const alice = hand.server.member({ name: 'Alice' });
    const bob = hand.server.member({ name: 'Bob' });
    const exchange = alice.slash('/imagine prompt:a fox');
    const button = { type: 2, style: 1, label: 'Again', custom_id: 'again' };
    await answer(exchange, {
      type: 4,
      data: { content: 'secret', flags: 64, components: [{ type: 1, components: [button] }] },
    });
    const reply = await exchange.until(() => true);
    expect(alice.messages()).toHaveLength(1);
    expect(bob.messages()).toEqual([]);
    expect(hand.discord.messages(alice.channelId)).toEqual([]);
    expect(() => bob.press(reply, 'Again')).toThrow('does not see');
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const body = method === 'PATCH' ? { content: 'x' } : undefined;
      expect((await hand.call(method, `/channels/${alice.channelId}/messages/${reply.id}`, body)).body.code).toBe(
        10_008,
      );
    }
    expect((await hand.call('GET', `/channels/${alice.channelId}/messages`)).body.list).toEqual([]);
  });

  it('from a button updates the message that the button is on', async () => {
    const alice = hand.server.member({ name: 'Alice' });
    const exchange = alice.slash('/imagine prompt:a fox');
    const row = { type: 1, components: [{ type: 2, style: 1, label: 'Again', custom_id: 'again' }] };
    await answer(exchange, { type: 4, data: { content: 'x', components: [row] } });
    const pressed = alice.press(await exchange.until(() => true), 'again');
    await answer(pressed, { type: 7, data: { content: 'y', components: [] } });
    expect(await pressed.firstAnswer()).toMatchObject({ kind: 'updated', message: { content: 'y' } });
    expect(exchange.history.map((entry) => entry.message?.content)).toEqual(['x', 'y']);
    expect(() => alice.press({ id: pressed.reply()?.id ?? '' }, 'again')).toThrow(
      'There is no button "again"; there is: none.',
    );
  });

  it('from a button may be deferred without a trace, and edits the message later', async () => {
    const alice = hand.server.member({ name: 'Alice' });
    const exchange = alice.slash('/imagine prompt:a fox');
    const menu = { type: 3, custom_id: 'menu', options: [{ label: 'One', value: '1' }] };
    await answer(exchange, { type: 4, data: { content: 'x', components: [{ type: 1, components: [menu] }] } });
    const chosen = alice.select(await exchange.until(() => true), 'menu', ['One']);
    await answer(chosen, { type: 6 });
    await hand.call('PATCH', webhook(chosen.token, '/messages/@original'), { content: 'y' }, null);
    expect(exchange.reply()?.content).toBe('y');
    expect(chosen.history.map((entry) => entry.message?.content)).toEqual(['x', 'y']);
  });
});
