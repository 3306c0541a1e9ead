import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cells, noCells } from '../../../sandbox/faults/definition.ts';
import { openDemo } from '../../../sandbox/web/open-demo.ts';
import type {
  Act,
  CommandInfo,
  FeedEvent,
  MessagePart,
  Outcome,
  PersonInfo,
  StageState,
} from '../../../sandbox/web/protocol.ts';
import { createWebServer } from '../../../sandbox/web/server.ts';
import type { WebStage } from '../../../sandbox/web/stage.ts';

const origin = 'http://127.0.0.1:4000';
const own = { host: '127.0.0.1:4000', 'sec-fetch-site': 'same-origin' };
let demo: WebStage;
let app: Hono;

beforeAll(async () => {
  demo = await openDemo({ isFast: true, writeLog: () => undefined });
  const bytes = new TextEncoder().encode('<!doctype html>');
  const page = new Map([['/', { type: 'text/html', bytes, zipped: bytes }]]);
  const openTour = () => Promise.reject(new Error('no tour in this test'));
  ({ app } = createWebServer({ page, epoch: 'e1', demo, port: () => 4000, openTour, beatMs: 50 }));
});
afterAll(() => demo.stop());

const request = (path: string, init: RequestInit = {}) =>
  app.request(`${origin}${path}`, { ...init, headers: { ...own, ...init.headers } });

async function json<Answer>(path: string): Promise<Answer> {
  return JSON.parse(await (await request(path)).text());
}

const person = (name: string): PersonInfo => {
  const found = demo.people.find(({ info }) => info.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found.info;
};
const channel = (name: string): string => demo.channels.find((each) => each.name === name)?.id ?? '';
const at = (path: string, name: string, where: string, more = '') =>
  `/api/demo/${path}?person=${person(name).id}&channel=${channel(where)}${more}`;

async function act(name: string, where: string, what: Act, files: Record<string, File> = {}): Promise<Outcome> {
  const body = new FormData();
  body.set('act', JSON.stringify(what));
  for (const [field, file] of Object.entries(files)) body.append(`file:${field}`, file, file.name);
  return JSON.parse(await (await request(at('act', name, where), { method: 'POST', body })).text());
}

const messages = (name: string, where: string, more = '') => json<MessagePart>(at('messages', name, where, more));

async function untilThere(name: string, where: string, fits: (text: string) => boolean): Promise<MessagePart> {
  for (let tries = 0; tries < 200; tries += 1) {
    const part = await messages(name, where);
    if (part.messages.some(({ message }) => fits(JSON.stringify(message)))) return part;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const { messages: seen } = await messages(name, where);
  throw new Error(`it did not come; the last one there: ${JSON.stringify(seen.at(-1)?.message)}`);
}

interface StreamEvent {
  readonly kind: string;
  readonly id: string;
  readonly data: string;
}

/** The events of a stream until one of them fits. Others may stand between: jobs of other tests end whenever they do. */
async function readStream(path: string, fits: (event: StreamEvent) => boolean, headers: Record<string, string> = {}) {
  const answer = await request(path, { headers });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const events = (): StreamEvent[] =>
    [...text.matchAll(/event: (\w+)\ndata: ?(.*)\n(?:id: (\S+)\n)?\n/gu)]
      .map(([, kind = '', data = '', id = '']) => ({ kind, id, data }))
      .filter(({ kind }) => kind !== 'beat');
  while (reader !== undefined && !events().some(fits)) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
  }
  await reader?.cancel();
  return events();
}

const holds =
  (text: string) =>
  ({ data }: StreamEvent) =>
    data.includes(text);
const isLost = ({ kind }: StreamEvent) => kind === 'lost';

describe('who may ask', () => {
  it.each([
    ['the page itself', own, 200],
    ['a browser that is led here', { ...own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 200],
    ['another name for this machine', { ...own, host: 'rebound.example:4000' }, 403],
    ['another port', { ...own, host: '127.0.0.1:4001' }, 403],
  ])('for the page: %s', async (_who, headers, status) => {
    expect((await app.request(`${origin}/`, { headers })).status).toBe(status);
  });

  it.each([
    ['the page itself', own, 200],
    ['a foreign origin', { ...own, origin: 'https://evil.example' }, 403],
    ['a foreign page', { ...own, 'sec-fetch-site': 'cross-site' }, 403],
    ['a page of another port', { ...own, 'sec-fetch-site': 'same-site' }, 403],
    ['a foreign page that leads here', { ...own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 403],
  ])('for what is behind it: %s', async (_who, headers, status) => {
    expect((await app.request(`${origin}/api/demo/state`, { headers })).status).toBe(status);
  });

  it('what changes something has to say where it comes from', async () => {
    const { host } = own;
    const post = (headers: Record<string, string>) =>
      app.request(`${origin}/api/demo/faults/clear`, { method: 'POST', headers });
    expect((await post({ host })).status).toBe(403);
    expect((await post({ host, origin })).status).toBe(200);
  });

  it('every answer forbids what is not of the page', async () => {
    const { headers } = await request('/');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self';/u,
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('a person', () => {
  it('sees the channels that are theirs, and reads no others', async () => {
    const names = async (name: string) =>
      (await json<StageState>(`/api/demo/state?person=${person(name).id}`)).channels.map((each) => each.name);
    expect(await names('Mia')).toEqual(['general', 'sketches', 'art', 'after-dark']);
    expect(await names('Omar')).toContain('mod-log');
    expect((await request(at('messages', 'Mia', 'mod-log'))).status).toBe(404);
    expect((await request(at('act', 'Mia', 'staff'), { method: 'POST' })).status).toBe(404);
  });

  it('is offered what Discord would offer', async () => {
    const offered = async (name: string) =>
      (await json<readonly CommandInfo[]>(at('commands', name, 'general'))).map((each) => each.name);
    expect(await offered('Mia')).toEqual(expect.arrayContaining(['imagine', 'Edit with Easel']));
    expect(await offered('Mia')).not.toContain('mod');
    expect(await offered('Omar')).toContain('mod');
    expect(await offered('Nora')).toContain('setup');
  });

  it('makes a picture, which everybody sees under an address of the page', async () => {
    expect(
      await act('Mia', 'art', { kind: 'command', path: ['imagine'], values: { prompt: 'a "quoted" fox' } }),
    ).toEqual({
      kind: 'done',
    });
    const part = await untilThere('Ben', 'art', (text) => text.includes('/cdn/demo/attachments/'));
    const shown = part.messages.at(-1);
    expect(shown?.command).toBe('/imagine');
    expect(shown?.message.content).toContain('quoted');
    const url = shown?.message.attachments[0]?.url ?? '';
    expect(url).not.toContain('?');
    const picture = await request(url);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    const piece = await request(url, { headers: { range: 'bytes=0-7' } });
    expect([piece.status, (await piece.arrayBuffer()).byteLength]).toEqual([206, 8]);
    expect(piece.headers.get('content-security-policy')).toContain('sandbox');
  });

  it('fills in a form, once, and nobody else does', async () => {
    const part = await untilThere('Mia', 'art', (text) => text.includes('change:'));
    const message = part.messages.at(-1)?.message;
    const opened = await act('Mia', 'art', { kind: 'press', messageId: message?.id ?? '', customId: 'Change' });
    if (opened.kind !== 'form') throw new Error(`no form: ${JSON.stringify(opened)}`);
    const { key } = opened.form;
    const fill: Act = { kind: 'form', key, values: { prompt: 'two blue foxes' } };
    expect(await act('Ben', 'art', fill)).toMatchObject({ kind: 'problem' });
    expect(await act('Mia', 'art', fill)).toEqual({ kind: 'done' });
    await untilThere('Mia', 'art', (text) => text.includes('two blue foxes'));
    expect(await act('Mia', 'art', { ...fill, key: '999' })).toMatchObject({ kind: 'problem' });
  });

  it('is offered choices while typing, and attaches files', async () => {
    const offered = await act('Mia', 'art', { kind: 'complete', path: ['imagine'], values: {}, option: 'model' });
    expect(offered.kind === 'choices' && offered.choices.length).toBeGreaterThan(5);
    const { person: mia } = demo.people[0] ?? {};
    const [picture] =
      mia
        ?.in({ id: channel('art') })
        .messages()
        .at(-1)?.attachments ?? [];
    const bytes = await (await fetch(picture?.url ?? '')).arrayBuffer();
    const file = new File([new Uint8Array(bytes)], 'mine.png', { type: 'image/png' });
    const edit: Act = { kind: 'command', path: ['edit'], values: { prompt: 'at night' } };
    expect(await act('Ben', 'art', edit)).toMatchObject({ kind: 'problem' });
    expect(await act('Ben', 'art', edit, { image: file })).toEqual({ kind: 'done' });
    await untilThere('Ben', 'art', (text) => text.includes('at night'));
  });

  it('says something, and reads it back in pieces', async () => {
    for (let count = 0; count < 7; count += 1) await act('Ben', 'sketches', { kind: 'say', text: `word ${count}` });
    const last = await messages('Mia', 'sketches', '&limit=3');
    expect(last.messages.map(({ message }) => message.content)).toEqual(['word 4', 'word 5', 'word 6']);
    expect(last.hasOlder).toBe(true);
    const before = last.messages[0]?.message.id;
    const older = await messages('Mia', 'sketches', `&limit=4&before=${before}`);
    expect(older.messages.map(({ message }) => message.content)).toEqual(['word 0', 'word 1', 'word 2', 'word 3']);
    expect(older.hasOlder).toBe(false);
  });

  it('does nothing that people do not do', async () => {
    const body = new FormData();
    body.set('act', '{"kind":"delete_everything"}');
    expect((await request(at('act', 'Mia', 'art'), { method: 'POST', body })).status).toBe(400);
    expect(await act('Mia', 'art', { kind: 'line', text: '/mod grant member:@Mia credits:5 reason:x' })).toMatchObject({
      kind: 'problem',
    });
    const onPerson: Act = { kind: 'use_on_person', userId: person('Ben').id, command: 'Nothing' };
    expect(await act('Mia', 'art', onPerson)).toMatchObject({ kind: 'problem' });
  });

  it('chooses a command from the menu of a message', async () => {
    const part = await untilThere('Mia', 'art', (text) => text.includes('/cdn/demo/'));
    const messageId = part.messages.find(({ message }) => message.attachments.length > 0)?.message.id ?? '';
    const outcome = await act('Mia', 'art', { kind: 'use_on_message', messageId, command: 'Animate with Easel' });
    expect(outcome.kind).not.toBe('problem');
  });
});

describe('the stream', () => {
  const events = (name: string, after: string) => `/api/demo/events?person=${person(name).id}&after=${after}`;

  it('hands out what was missed, in order, and goes on after any of it', async () => {
    const start = demo.feed.latest();
    for (const text of ['missed one', 'missed two', 'missed three']) await act('Ben', 'general', { kind: 'say', text });
    const all = await readStream(events('Mia', `e1-${start}`), holds('missed three'));
    const seqs = all.map(({ data }): number => JSON.parse(data).seq);
    expect(seqs).toEqual(seqs.toSorted((left, right) => left - right));
    expect(all.map(({ id }) => id)).toEqual(seqs.map((seq) => `e1-${seq}`));
    const said = all.filter(holds('missed')).map(({ data }): FeedEvent => JSON.parse(data));
    expect(said.map((event) => event.kind === 'message' && event.shown.message.content)).toEqual([
      'missed one',
      'missed two',
      'missed three',
    ]);
    // As a browser does that comes back by itself.
    const second = all.find(holds('missed two'))?.id ?? '';
    const rest = await readStream(events('Mia', `e1-${start}`), holds('missed three'), { 'last-event-id': second });
    expect(rest.filter(holds('missed'))).toHaveLength(1);
  });

  it('goes on with what happens while it is open', async () => {
    const reading = readStream(events('Mia', `e1-${demo.feed.latest()}`), holds('just now'));
    await new Promise((resolve) => setTimeout(resolve, 60));
    await act('Ben', 'general', { kind: 'say', text: 'just now' });
    expect((await reading).some(holds('just now'))).toBe(true);
  });

  it('shows an ephemeral answer to nobody else', async () => {
    const start = demo.feed.latest();
    await act('Mia', 'general', { kind: 'line', text: '/help' });
    await act('Ben', 'general', { kind: 'say', text: 'the end' });
    const bens = await readStream(events('Ben', `e1-${start}`), holds('the end'));
    expect(bens.some(holds('"/help"'))).toBe(false);
    const mine = await readStream(events('Mia', `e1-${start}`), holds('the end'));
    expect(mine.some(holds('"/help"'))).toBe(true);
  });

  it.each([
    ['of another start of the server', 'e0-3'],
    ['that does not exist', 'e1-999999'],
    ['that is none', 'x'],
  ])('begins again after a number %s', async (_what, after) => {
    expect((await readStream(events('Mia', after), isLost)).map(({ kind }) => kind)).toEqual(['lost']);
  });

  it('begins again for somebody who is not here any more', async () => {
    const lost = await readStream('/api/demo/events?person=1&after=e1-0', isLost);
    expect(lost.map(({ kind }) => kind)).toEqual(['lost']);
  });
});

describe('credits and faults', () => {
  it('are asked for aside: nobody sees the question', async () => {
    const start = demo.feed.latest();
    const { text } = await json<{ text: string }>(at('credits', 'Mia', 'general'));
    expect(text).toMatch(/You can spend \*\*\d+ credits\*\*[\s\S]*pool: \d+ credits/u);
    const eyes = { userId: person('Mia').id, sees: () => true };
    expect(JSON.stringify(demo.feed.since(start, eyes))).not.toContain('You can spend');
    const { messages: seen } = await messages('Mia', 'general');
    expect(JSON.stringify(seen)).not.toContain('You can spend');
  });

  it('come back where both services are down', async () => {
    const fault = (id: string) => request(at(`faults/${id}`, 'Mia', 'art'), { method: 'POST' });
    expect((await fault('nonsense')).status).toBe(404);
    const before = await json(at('credits', 'Jonas', 'art'));
    await fault('submit-submitting-refused');
    const { list, pending } = await json<{ list: readonly object[]; pending: number }>(at('faults', 'Mia', 'art'));
    expect([list.length, pending]).toEqual([cells.length + noCells.length, 1]);
    const older = (await messages('Jonas', 'art')).messages.map(({ message }) => message.id);
    await act('Jonas', 'art', { kind: 'command', path: ['imagine'], values: { prompt: 'a lost boat' } });
    const isOlder = (text: string) => older.some((id) => text.includes(id));
    await untilThere('Jonas', 'art', (text) => !isOlder(text) && /weren't charged|available again/u.test(text));
    await fault('clear');
    expect(await json(at('credits', 'Jonas', 'art'))).toEqual(before);
    expect(demo.faults?.pending()).toBe(0);
  });

  it('are not asked for while something is broken, which may be for ever', async () => {
    await request(at('faults/reserve-answering-hang', 'Mia', 'art'), { method: 'POST' });
    expect(await json(at('credits', 'Mia', 'art'))).toEqual({ text: null });
    expect(await json(at('faults', 'Mia', 'art'))).toMatchObject({ pending: -1 });
    await demo.faults?.clear();
    expect(await json(at('faults', 'Mia', 'art'))).toMatchObject({ pending: 0 });
  });
});

describe('a request that Discord does not take', () => {
  it('is told to every page, without its token; one that was made to fail is not', async () => {
    expect(demo.violations).toEqual([]);
    const post = (content: string) =>
      fetch(`${demo.discord.apiBase}/v10/channels/${channel('general')}/messages`, {
        method: 'POST',
        headers: { authorization: `Bot ${demo.discord.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ content }),
      });
    demo.discord.faults.add({ kind: 'status', status: 400, path: /channels/u });
    await post('fine');
    expect(demo.violations).toEqual([]);
    await post('x'.repeat(2001));
    const [violation] = demo.violations;
    expect(violation).toMatchObject({ method: 'POST', path: expect.stringContaining('/channels/') });
    expect(violation?.problems.join(' ')).toMatch(/Must be 2000 or fewer/u);
    expect((await json<StageState>('/api/demo/state')).violations).toHaveLength(1);
  });
});
