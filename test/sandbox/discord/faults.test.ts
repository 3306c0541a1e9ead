import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ByHand, startByHand } from './by-hand.ts';

describe('faults', () => {
  let hand: ByHand;
  let path: string;
  beforeEach(async () => {
    hand = await startByHand({ rateLimits: 'off' });
    path = `/channels/${hand.server.general.id}/messages`;
  });
  afterEach(() => hand.discord.stop());

  const post = () => hand.call('POST', path, { content: 'x' });
  const posted = () => hand.discord.messages(hand.server.general.id).length;

  it('answer with a status as often as they were told, and only where they fit', async () => {
    hand.discord.faults.add({
      kind: 'status',
      status: 502,
      method: 'POST',
      path: /\/messages$/,
      times: 2,
      headers: { 'x-fault': 'yes' },
      body: { code: 1 },
    });
    expect((await hand.call('GET', path)).status).toBe(200);
    const broken = await post();
    expect(broken).toMatchObject({ status: 502, body: { code: 1 } });
    expect(broken.headers.get('x-fault')).toBe('yes');
    expect(hand.discord.faults.pending()).toBe(1);
    expect((await post()).status).toBe(502);
    expect((await post()).status).toBe(200);
    expect(posted()).toBe(1);
  });

  it('answer 500 when no status is given, and can be taken back', async () => {
    hand.discord.faults.add({ kind: 'status', path: /./, times: 5 });
    expect((await post()).status).toBe(500);
    hand.discord.faults.clear();
    expect((await post()).status).toBe(200);
  });

  it('reset the connection before or after the request was carried out', async () => {
    hand.discord.faults.add({ kind: 'reset_before', path: /\/messages$/ });
    await expect(post()).rejects.toThrow();
    expect(posted()).toBe(0);
    hand.discord.faults.add({ kind: 'reset_after', path: /\/messages$/ });
    await expect(post()).rejects.toThrow();
    expect(posted()).toBe(1);
    expect(hand.discord.requests.slice(-2).map(({ status, fault }) => ({ status, fault }))).toEqual([
      { status: null, fault: 'reset_before' },
      { status: 200, fault: 'reset_after' },
    ]);
  });

  it('delay a request on the injected clock', async () => {
    const entered = new Promise<void>((resolve) => hand.discord.onRequest(() => resolve()));
    hand.discord.faults.add({ kind: 'delay', path: /\/messages$/, delayMs: 5000 });
    const slow = post();
    await hand.call('GET', '/users/@me');
    await entered;
    await expect.poll(() => hand.discord.requests.some((request) => request.fault === 'delay')).toBe(true);
    expect(posted()).toBe(0);
    hand.advance(5000);
    expect((await slow).status).toBe(200);
  });

  it('hang until the client gives up', async () => {
    hand.discord.faults.add({ kind: 'hang', path: /\/messages$/ });
    const signal = AbortSignal.timeout(20);
    await expect(fetch(`${hand.discord.apiBase}/v10${path}`, { method: 'POST', signal })).rejects.toThrow();
    expect(posted()).toBe(0);
  });

  const raw = () =>
    fetch(`${hand.discord.apiBase}/v10${path}`, {
      method: 'POST',
      body: JSON.stringify({ content: 'x' }),
      headers: { 'content-type': 'application/json', authorization: `Bot ${hand.discord.token}` },
    });

  it('answer with a page in place of JSON', async () => {
    hand.discord.faults.add({ kind: 'html', path: /\/messages$/, status: 502 });
    const answer = await raw();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    expect(await answer.text()).toContain('Bad Gateway');
    expect(posted()).toBe(0);
  });

  it('answer with the right names and wrong types, once everything has happened', async () => {
    hand.discord.faults.add({ kind: 'wrong_types', path: /\/messages$/ });
    const answer: unknown = await (await raw()).json();
    expect(answer).toMatchObject({ id: [19], content: [1], tts: 'false', attachments: {} });
    expect(posted()).toBe(1);
  });

  it('break off in the middle of an answer', async () => {
    hand.discord.faults.add({ kind: 'truncated', path: /\/messages$/ });
    const answer = await raw();
    await expect(answer.json()).rejects.toThrow();
    expect(posted()).toBe(1);
  });

  it('send an answer piece by piece on the injected clock', async () => {
    hand.discord.faults.add({ kind: 'slow_body', path: /\/messages$/, delayMs: 1000 });
    const answer = await raw();
    let text: string | null = null;
    void answer.text().then((whole) => {
      text = whole;
    });
    hand.advance(10_000);
    expect(text).toBeNull();
    for (let at = 0; at < 16; at += 1) hand.advance(1000);
    await expect.poll(() => text).toContain('"content":"x"');
  });

  it('refuse connections while the door is shut, and let them in again', async () => {
    hand.discord.door.shut();
    await expect(post()).rejects.toThrow();
    await hand.discord.door.open();
    await hand.discord.door.open();
    expect((await post()).status).toBe(200);
  });

  it('reach the CDN too', async () => {
    const { body } = await hand.upload('POST', path, {}, [Buffer.from('x')]);
    hand.discord.faults.add({ kind: 'status', status: 503, path: /^\/attachments\// });
    const url = body.attachments?.[0]?.url ?? '';
    expect([(await fetch(url)).status, (await fetch(url)).status]).toEqual([503, 200]);
  });
});

describe('access', () => {
  let hand: ByHand;
  beforeEach(async () => {
    hand = await startByHand();
  });
  afterEach(() => hand.discord.stop());

  it("needs the bot's token where Discord needs it", async () => {
    expect(await hand.call('GET', '/gateway/bot', undefined, null)).toMatchObject({ status: 401, body: { code: 0 } });
    expect(await hand.call('GET', '/users/@me', undefined, 'Bot wrong')).toMatchObject({ status: 401 });
    expect((await hand.call('GET', '/users/@me')).body.id).toBe(hand.discord.applicationId);
  });

  it('knows what does not exist', async () => {
    const unknown = '1100000000000000009';
    const paths = [
      `/guilds/${unknown}`,
      `/guilds/${hand.server.id}/members/${unknown}`,
      `/users/${unknown}`,
      '/nothing',
    ];
    const codes = [];
    for (const path of paths) codes.push((await hand.call('GET', path)).body.code);
    expect(codes).toEqual([10_004, 10_007, 10_013, 0]);
  });
});
