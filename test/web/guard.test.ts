import { afterEach, describe, expect, it } from 'vitest';
import { openStage, operatorToken, type Stage } from '../support/operator/stage.ts';

const opened: Stage[] = [];
const open = async (options = {}) => {
  const stage = await openStage(options);
  opened.push(stage);
  return stage;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
});

const pause = { kind: 'pause', id: '00000000-0000-4000-a000-000000000001', subject: 'bot', reason: 'now' };

describe('the guard of the operator’s page', () => {
  it('puts strict headers on every answer, refusals and failures too', async () => {
    const { ask, login } = await open({
      deps: {
        spentToday: () => {
          throw new Error('odd');
        },
      },
    });
    await login();
    for (const [path, status] of [
      ['', 200],
      ['/page/page.js', 200],
      ['/page/none', 404],
      ['/nowhere', 404],
      ['/api/jobs?state=odd', 400],
      ['/api/overview', 500],
    ] as const) {
      const { status: found, headers } = await ask(path);
      expect([path, found]).toEqual([path, status]);
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self';/u,
      );
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('lets in nothing without a session', async () => {
    const { ask, post } = await open();
    for (const path of [
      '/api/overview',
      '/api/jobs',
      '/api/jobs/1',
      '/api/spend',
      '/api/spend.csv',
      '/api/guilds',
      '/api/guilds/1',
      '/api/guilds/1/journal',
      '/api/guilds/1/journal.csv',
      '/api/session',
      '/api/nowhere',
    ]) {
      expect([path, (await ask(path)).status]).toEqual([path, 401]);
    }
    for (const path of ['/api/acts', '/api/logout']) expect((await post(path, pause)).status).toBe(401);
  });

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a file or a sandboxed frame', { origin: 'null' }],
    ['another site, as the browser tells', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour, as the browser tells', { 'sec-fetch-site': 'same-site' }],
    ['an address bar', { 'sec-fetch-site': 'none' }],
  ])('takes no act and no login from %s', async (_, headers) => {
    const { login, act, post, pauses } = await open();
    await login();
    expect((await act(pause, headers)).status).toBe(403);
    expect((await post('/login', { token: operatorToken }, headers)).status).toBe(403);
    expect(pauses.ofBot()).toBeNull();
  });

  it('takes no act that does not say where it comes from', async () => {
    const { login, act, pauses } = await open();
    const cookie = (await login()).headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    const csrf = '';
    const silent = await fetch(`${opened[0]?.origin}/operator/api/acts`, {
      method: 'POST',
      body: JSON.stringify(pause),
      headers: { cookie, 'content-type': 'application/json', 'x-easel-csrf': csrf },
    });
    expect(silent.status).toBe(403);
    expect((await act(pause, { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect(pauses.ofBot()).not.toBeNull();
  });

  it('takes no act without the secret of the session, or with that of another one', async () => {
    const { login, act, pauses } = await open();
    const other: unknown = await (await login()).json();
    await login();
    for (const secret of ['', 'x', String(Object(other).csrf)]) {
      expect((await act(pause, { 'x-easel-csrf': secret })).status).toBe(403);
    }
    expect(pauses.ofBot()).toBeNull();
  });

  it('knows the page by its public address too', async () => {
    const { login, act } = await open({ deps: { publicUrl: 'http://easel.example' } });
    await login();
    expect((await act(pause, { origin: 'http://easel.example' })).status).toBe(200);
    expect((await act(pause, { origin: 'http://easel.example.evil' })).status).toBe(403);
  });

  it('does not run what stands in texts: they are JSON, and the page has no script of its own in it', async () => {
    const { ask } = await open();
    const page = await (await ask('')).text();
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|javascript:/iu);
    const api = await ask('/api/jobs');
    expect(api.headers.get('content-type')).toContain('application/json');
  });
});
