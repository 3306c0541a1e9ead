import { afterEach, describe, expect, it } from 'vitest';
import { createSessions, sessionMs } from '#web/sessions.ts';
import { openStage, operatorToken, type Stage, type StageOptions } from '../support/operator/stage.ts';

const opened: Stage[] = [];
const open = async (options: StageOptions = {}) => {
  const stage = await openStage(options);
  opened.push(stage);
  return stage;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
});

describe('the login of the operator’s page', () => {
  it('gives a cookie for this path alone, which no script reads and no other site sends', async () => {
    const { login } = await open();
    const response = await login();
    expect(response.status).toBe(200);
    const [cookie = '', ...parts] = (response.headers.get('set-cookie') ?? '').split('; ');
    expect(cookie).toMatch(/^easel_operator=[\w-]{43}$/u);
    expect(parts.sort()).toEqual(['HttpOnly', 'Max-Age=43200', 'Path=/operator', 'SameSite=Strict']);
  });

  it('gives a cookie for https alone where the page is reached by https', async () => {
    const { post } = await open({ deps: { publicUrl: 'https://easel.example' } });
    const response = await post('/login', { token: operatorToken }, { origin: 'https://easel.example' });
    expect(response.headers.get('set-cookie')).toContain('Secure');
  });

  it('lets nobody in with another token, and says nothing about the right one', async () => {
    const { login, ask } = await open();
    for (const token of ['', 'x', `${operatorToken}x`, operatorToken.slice(0, -1)]) {
      const response = await login(token);
      expect([response.status, response.headers.get('set-cookie')]).toEqual([401, null]);
    }
    expect((await ask('/api/overview')).status).toBe(401);
  });

  it('answers a thousand wrong tokens with 429, and the right one again a minute later', async () => {
    const { login, clock } = await open();
    const statuses = new Map<number, number>();
    for (let count = 0; count < 1_000; count += 1) {
      const { status } = await login(`wrong-${count}`);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(Object.fromEntries(statuses)).toEqual({ 401: 10, 429: 990 });
    const limited = await login();
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '60']);
    await clock.advance(60_000);
    expect((await login()).status).toBe(200);
  });

  it('ends with the session’s time, with a logout and with a restart', async () => {
    const rows = new Map<string, string>();
    const { login, ask, post, read, clock } = await open({ rows });
    await login();
    const { csrf, lastsMs } = await read<{ csrf: string; lastsMs: number }>('/session');
    expect([csrf.length, lastsMs]).toEqual([43, sessionMs]);
    await clock.advance(sessionMs);
    expect((await ask('/api/session')).status).toBe(401);
    await login();
    const out = await post('/api/logout', {});
    expect([out.status, out.headers.get('set-cookie')]).toEqual([200, expect.stringContaining('Max-Age=0')]);
    expect((await ask('/api/session')).status).toBe(401);
  });

  it('takes no forged, empty or doubled cookie', async () => {
    const { login, ask } = await open();
    await login();
    for (const cookie of ['easel_operator=', `easel_operator=${'A'.repeat(43)}`, 'other=1', 'easel_operator=%00']) {
      expect((await ask('/api/overview', { headers: { cookie } })).status).toBe(401);
    }
  });

  it('reads only JSON, and not much of it', async () => {
    const { ask, origin } = await open();
    const login = (body: string, type: string) =>
      ask('/login', { method: 'POST', body, headers: { origin, 'content-type': type } });
    expect((await login(`token=${operatorToken}`, 'application/x-www-form-urlencoded')).status).toBe(400);
    expect((await login('{', 'application/json')).status).toBe(400);
    expect((await login('{"token":7}', 'application/json')).status).toBe(400);
    expect((await login(JSON.stringify({ token: 'x'.repeat(20_000) }), 'application/json')).status).toBe(413);
  });
});

describe('sessions', () => {
  const sessionsAt = (now: { ms: number }) => {
    let count = 0;
    return createSessions({ token: 'right', newSecret: () => `secret-${++count}`, monotonic: () => now.ms });
  };

  it('limit all addresses together, and forget every count after a minute', () => {
    const now = { ms: 0 };
    const sessions = sessionsAt(now);
    for (let count = 0; count < 60; count += 1) expect(sessions.login('wrong', `10.0.0.${count}`).kind).toBe('wrong');
    expect(sessions.login('right', '192.0.2.7')).toEqual({ kind: 'limited', retryAfterMs: 60_000 });
    now.ms = 59_999;
    expect(sessions.login('right', '192.0.2.7')).toEqual({ kind: 'limited', retryAfterMs: 1 });
    now.ms = 60_000;
    expect(sessions.login('right', '192.0.2.7').kind).toBe('in');
  });

  it.each([
    ['10.0.0.1', '::ffff:10.0.0.1', '10.0.0.2'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::9', '2001:db8:1:3::9'],
    ['fe80::1%eth0', 'fe80::2', 'fe81::1'],
    ['::1', '::2', '1::'],
  ])('count %s and %s as one network, and %s as another', (one, same, other) => {
    const sessions = sessionsAt({ ms: 0 });
    for (let count = 0; count < 10; count += 1) sessions.login('wrong', one);
    expect(sessions.login('right', same).kind).toBe('limited');
    expect(sessions.login('right', other).kind).toBe('in');
  });

  it('are twenty at most: the oldest one ends for one more', () => {
    const sessions = sessionsAt({ ms: 0 });
    const ids = Array.from({ length: 21 }, () => {
      const login = sessions.login('right', '10.0.0.1');
      return login.kind === 'in' ? login.session.id : '';
    });
    expect(ids.map((id) => sessions.find(id) !== null)).toEqual([false, ...Array.from({ length: 20 }, () => true)]);
  });
});
