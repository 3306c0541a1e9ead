import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ByHand, imagine, startByHand } from './by-hand.ts';

const times = <Value>(count: number, make: (number: number) => Value) =>
  Array.from({ length: count }, (_, number) => make(number));
const button = (number: number) => ({ type: 2, style: 1, label: 'x', custom_id: `button-${number}` });
const row = (components: object[]) => ({ components: [{ type: 1, components }] });
const select = (count: number) => ({
  type: 3,
  custom_id: 'menu',
  options: times(count, (number) => ({ label: `${number}`, value: `${number}` })),
});
const option = (number: number) => ({ type: 3, name: `option-${number}`, description: 'An option' });

describe('limits of bodies', () => {
  let hand: ByHand;
  beforeEach(async () => {
    hand = await startByHand({ rateLimits: 'off' });
  });
  afterEach(() => hand.discord.stop());

  it.each([
    ['content of 2001 characters', { content: 'x'.repeat(2001) }, 'content'],
    ['11 embeds', { embeds: times(11, () => ({ title: 'x' })) }, 'embeds'],
    ['6001 characters over all embeds', { embeds: times(3, () => ({ description: 'x'.repeat(2001) })) }, 'embeds'],
    ['an empty field name', { embeds: [{ fields: [{ name: '', value: 'x' }] }] }, 'embeds'],
    ['6 rows', { components: times(6, (number) => ({ type: 1, components: [button(number)] })) }, 'components'],
    ['6 buttons in a row', row(times(6, button)), 'components'],
    ['a row without components', row([]), 'components'],
    ['a custom id of 101 characters', row([{ ...button(1), custom_id: 'x'.repeat(101) }]), 'components'],
    ['a custom id used twice', row([button(1), button(1)]), 'components'],
    ['a label of 81 characters', row([{ ...button(1), label: 'x'.repeat(81) }]), 'label'],
    ['a button without style', row([{ ...button(1), style: undefined }]), 'style'],
    ['a button without custom id', row([{ ...button(1), custom_id: undefined }]), 'custom_id'],
    ['a link without address', row([{ type: 2, style: 5, label: 'x' }]), 'url'],
    ['a menu of 26 options', row([select(26)]), 'components'],
    ['a menu without options', row([select(0)]), 'options'],
    ['a text outside of Components V2', { components: [{ type: 10, content: 'x' }] }, 'components'],
    [
      'content beside Components V2',
      { flags: 32_768, content: 'x', components: [{ type: 10, content: 'x' }] },
      'content',
    ],
    [
      'embeds beside Components V2',
      { flags: 32_768, embeds: [{ title: 'x' }], components: [{ type: 10, content: 'x' }] },
      'embeds',
    ],
    [
      '41 nested components',
      { flags: 32_768, components: [{ type: 17, components: times(40, () => ({ type: 10, content: 'x' })) }] },
      'components',
    ],
    [
      'a gallery of 11',
      { flags: 32_768, components: [{ type: 12, items: times(11, () => ({ media: { url: 'https://x' } })) }] },
      'components',
    ],
    [
      'an alt text of 1025 characters',
      { content: 'x', attachments: [{ id: 0, description: 'x'.repeat(1025) }] },
      'attachments',
    ],
  ])('refuse %s as an Invalid Form Body', async (_, body, key) => {
    const { status, body: answer } = await hand.call('POST', `/channels/${hand.server.general.id}/messages`, body);
    expect({ status, code: answer.code, keys: Object.keys(answer.errors ?? {}) }).toEqual({
      status: 400,
      code: 50_035,
      keys: [key],
    });
  });

  it('refuse an empty message', async () => {
    expect((await hand.call('POST', `/channels/${hand.server.general.id}/messages`, { content: '' })).body.code).toBe(
      50_006,
    );
  });

  it('take a message that uses them up', async () => {
    const rows = times(5, (number) => ({ type: 1, components: times(5, (each) => button(number * 5 + each)) }));
    const body = { content: 'x'.repeat(2000), embeds: [{ description: 'x'.repeat(4000) }], components: rows };
    expect((await hand.call('POST', `/channels/${hand.server.general.id}/messages`, body)).status).toBe(200);
  });

  it.each([
    ['a name of 33 characters', [{ ...imagine, name: 'x'.repeat(33) }]],
    ['a name with capitals', [{ ...imagine, name: 'Imagine' }]],
    ['a description of 101 characters', [{ ...imagine, description: 'x'.repeat(101) }]],
    ['no description', [{ name: 'imagine' }]],
    ['26 options', [{ ...imagine, options: times(26, option) }]],
    ['an option used twice', [{ ...imagine, options: [option(1), option(1)] }]],
    ['a command used twice', [imagine, imagine]],
    [
      'a required option after an optional one',
      [{ ...imagine, options: [option(1), { ...option(2), required: true }] }],
    ],
    [
      '26 choices',
      [
        {
          ...imagine,
          options: [{ ...option(1), choices: times(26, (number) => ({ name: `${number}`, value: `${number}` })) }],
        },
      ],
    ],
    [
      'autocompletion beside choices',
      [{ ...imagine, options: [{ ...option(1), autocomplete: true, choices: [{ name: 'x', value: 'x' }] }] }],
    ],
    [
      'more than 8000 characters',
      [
        {
          ...imagine,
          options: times(25, (number) => ({
            ...option(number),
            choices: times(5, (each) => ({ name: `${each}${'x'.repeat(70)}`, value: `${each}` })),
          })),
        },
      ],
    ],
  ])('refuse commands with %s', async (_, commands) => {
    const { status, body } = await hand.call('PUT', `/applications/${hand.discord.applicationId}/commands`, commands);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 50_035 });
  });

  it('hold 100 commands, and 200 creations a day', async () => {
    const path = `/applications/${hand.discord.applicationId}/guilds/${hand.server.id}/commands`;
    const commands = (count: number, name: string) =>
      times(count, (number) => ({ ...imagine, name: `${name}-${number}` }));
    expect((await hand.call('PUT', path, commands(101, 'a'))).body.code).toBe(30_032);
    expect((await hand.call('PUT', path, commands(100, 'a'))).status).toBe(200);
    expect((await hand.call('PUT', path, commands(100, 'a'))).status).toBe(200);
    expect((await hand.call('PUT', path, commands(100, 'b'))).status).toBe(200);
    expect((await hand.call('PUT', path, commands(1, 'c'))).body.code).toBe(30_034);
    expect((await hand.call('GET', path)).body.list).toHaveLength(100);
    expect(hand.discord.commands(hand.server.id)).toHaveLength(100);
    expect((await hand.call('PUT', '/applications/1100000000000000009/commands', [])).body.code).toBe(50_001);
  });
});

describe('rate limits', () => {
  let hand: ByHand;
  beforeEach(async () => {
    hand = await startByHand();
    hand.advance(1000);
  });
  afterEach(() => hand.discord.stop());

  it('give an interaction token 5 requests per 2 s, with true headers', async () => {
    const exchange = hand.server.member({ name: 'Alice' }).slash('/imagine prompt:x');
    await hand.call('POST', `/interactions/${exchange.interactionId}/${exchange.token}/callback`, { type: 5 }, null);
    const read = () =>
      hand.call('GET', `/webhooks/${hand.discord.applicationId}/${exchange.token}/messages/@original`, undefined, null);
    const remaining = [];
    for (let count = 0; count < 5; count += 1) remaining.push((await read()).headers.get('x-ratelimit-remaining'));
    expect(remaining).toEqual(['4', '3', '2', '1', '0']);
    hand.advance(500);
    const refused = await read();
    expect(refused).toMatchObject({ status: 429, body: { retry_after: 1.5, global: false } });
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(refused.headers.get('x-ratelimit-scope')).toBe('user');
    expect(refused.headers.get('x-ratelimit-reset-after')).toBe('1.500');
    hand.advance(1500);
    expect((await read()).status).toBe(200);
  });

  it('give each channel and method a bucket of its own', async () => {
    const studio = hand.server.addChannel({ name: 'studio' });
    const post = (channelId: string) => hand.call('POST', `/channels/${channelId}/messages`, { content: 'x' });
    const statuses = [];
    for (let count = 0; count < 6; count += 1) statuses.push((await post(studio.id)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await post(hand.server.general.id)).status).toBe(200);
    expect((await hand.call('GET', `/channels/${studio.id}/messages`)).status).toBe(200);
  });

  it('give the bot token 50 requests per second, and leave interactions out', async () => {
    const statuses = await Promise.all(times(51, () => hand.call('GET', '/users/@me')));
    expect(statuses.filter((answer) => answer.status === 429)).toHaveLength(1);
    const refused = await hand.call('GET', '/users/@me');
    expect(refused.headers.get('x-ratelimit-global')).toBe('true');
    expect(refused.body.global).toBe(true);
    const { interactionId, token } = hand.server.member({ name: 'Alice' }).slash('/imagine prompt:x');
    const path = `/interactions/${interactionId}/${token}/callback`;
    expect((await hand.call('POST', path, { type: 5 })).status).toBe(429);
    expect((await hand.call('POST', path, { type: 5 }, null)).status).toBe(204);
  });
});
