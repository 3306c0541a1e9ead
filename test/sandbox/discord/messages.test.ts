import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ByHand, startByHand } from './by-hand.ts';

const mebibyte = 1024 * 1024;
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADUlEQVR4nGP4z8AAAAMBAQAY3Y2wAAAAAElFTkSuQmCC',
  'base64',
);

describe('channel messages', () => {
  let hand: ByHand;
  let path: string;
  beforeEach(async () => {
    hand = await startByHand({ rateLimits: 'off', oldMessageEdits: 1 });
    path = `/channels/${hand.server.general.id}/messages`;
  });
  afterEach(() => hand.discord.stop());

  it('are posted, read, edited and deleted', async () => {
    const changes: string[] = [];
    hand.discord.onMessage((change) => changes.push(`${change.kind} ${change.message.content}`));
    const posted = await hand.call('POST', path, { content: 'one' });
    expect((await hand.call('GET', `${path}/${posted.body.id}`)).body.content).toBe('one');
    expect((await hand.call('PATCH', `${path}/${posted.body.id}`, { content: 'two' })).body.content).toBe('two');
    expect((await hand.call('DELETE', `${path}/${posted.body.id}`)).status).toBe(204);
    expect(await hand.call('PATCH', `${path}/${posted.body.id}`, { content: 'x' })).toMatchObject({
      status: 404,
      body: { code: 10_008 },
    });
    expect(changes).toEqual(['created one', 'edited two', 'deleted two']);
  });

  it('need a known channel, access to it and the permission', async () => {
    const studio = hand.server.addChannel({ name: 'studio', botPermissions: [] });
    const inStudio = () => hand.call('POST', `/channels/${studio.id}/messages`, { content: 'x' });
    expect((await hand.call('POST', '/channels/1100000000000000009/messages', { content: 'x' })).body.code).toBe(
      10_003,
    );
    expect(await inStudio()).toMatchObject({ status: 403, body: { code: 50_001 } });
    studio.setBotPermissions(['ViewChannel']);
    expect(await inStudio()).toMatchObject({ status: 403, body: { code: 50_013 } });
    studio.setBotPermissions(['ViewChannel', 'SendMessages']);
    expect((await inStudio()).status).toBe(200);
    const file = await hand.upload('POST', `/channels/${studio.id}/messages`, {}, [pixel]);
    expect(file.body.code).toBe(50_013);
    studio.delete();
    expect((await inStudio()).body.code).toBe(10_003);
  });

  it('need Read Message History to be looked up, but not to be changed', async () => {
    const studio = hand.server.addChannel({ name: 'studio', botPermissions: ['ViewChannel', 'SendMessages'] });
    const posted = await hand.call('POST', `/channels/${studio.id}/messages`, { content: 'x' });
    const path = `/channels/${studio.id}/messages/${posted.body.id}`;
    expect(await hand.call('GET', path)).toMatchObject({ status: 403, body: { code: 50_013 } });
    expect((await hand.call('PATCH', path, { content: 'y' })).status).toBe(200);
    studio.setBotPermissions(['ViewChannel', 'ReadMessageHistory']);
    expect((await hand.call('GET', path)).body).toMatchObject({ content: 'y' });
  });

  it('need a permission of their own in threads', async () => {
    const thread = hand.server.addChannel({
      name: 'talk',
      type: 'public_thread',
      botPermissions: ['ViewChannel', 'SendMessages'],
    });
    const inThread = () => hand.call('POST', `/channels/${thread.id}/messages`, { content: 'x' });
    expect((await inThread()).body.code).toBe(50_013);
    thread.setBotPermissions(['ViewChannel', 'SendMessagesInThreads']);
    expect((await inThread()).status).toBe(200);
    expect((await hand.call('GET', `/channels/${thread.id}`)).body).toMatchObject({
      type: 11,
      parent_id: hand.server.general.id,
    });
  });

  it('of other people cannot be edited', async () => {
    const message = await hand.server.member({ name: 'Alice' }).say('Hello');
    expect((await hand.call('PATCH', `${path}/${message.id}`, { content: 'x' })).body.code).toBe(50_005);
    expect((await hand.call('DELETE', `${path}/${message.id}`)).body.code).toBe(50_013);
  });

  it('with an enforced nonce are posted once', async () => {
    const body = { content: 'x', nonce: 'job-1', enforce_nonce: true };
    const [first, second] = [await hand.call('POST', path, body), await hand.call('POST', path, body)];
    expect(second.body.id).toBe(first.body.id);
    const third = await hand.call('POST', path, { content: 'x', nonce: 'job-1' });
    expect(third.body.id).not.toBe(first.body.id);
  });

  it('older than an hour take few edits', async () => {
    const { body } = await hand.call('POST', path, { content: 'x' });
    hand.advance(3_600_000);
    expect((await hand.call('PATCH', `${path}/${body.id}`, { content: 'y' })).status).toBe(200);
    expect(await hand.call('PATCH', `${path}/${body.id}`, { content: 'z' })).toMatchObject({
      status: 429,
      body: { code: 30_046 },
    });
  });

  it('ring only whom allowed_mentions lets them ring', async () => {
    const bob = hand.server.member({ name: 'Bob' });
    const role = hand.server.addRole({ name: 'artists' });
    const content = `${bob.mention} <@&${role.id}> @everyone`;
    const silent = await hand.call('POST', path, { content, allowed_mentions: { parse: [] } });
    expect(silent.body).toMatchObject({ mentions: [], mention_roles: [], mention_everyone: false });
    const loud = await hand.call('POST', path, { content });
    expect(loud.body).toMatchObject({
      mentions: [{ id: bob.userId }],
      mention_roles: [role.id],
      mention_everyone: true,
    });
    const chosen = await hand.call('POST', path, { content, allowed_mentions: { users: [bob.userId] } });
    expect(chosen.body).toMatchObject({ mentions: [{ id: bob.userId }], mention_roles: [], mention_everyone: false });
  });

  it('keep only the attachments that an edit lists', async () => {
    const posted = await hand.upload('POST', path, { attachments: [{ id: 0, description: 'a fox' }, { id: 1 }] }, [
      pixel,
      pixel,
    ]);
    const [first, second] = posted.body.attachments ?? [];
    expect(first).toMatchObject({ filename: 'picture-0.png', description: 'a fox', width: 2, height: 1 });
    const untouched = await hand.call('PATCH', `${path}/${posted.body.id}`, { content: 'x' });
    expect(untouched.body.attachments).toHaveLength(2);
    const edited = await hand.upload(
      'PATCH',
      `${path}/${posted.body.id}`,
      { attachments: [{ id: second?.id }, { id: 0 }] },
      [pixel],
    );
    expect(edited.body.attachments?.map((file) => file.filename)).toEqual(['picture-1.png', 'picture-0.png']);
    expect((await fetch(first?.url ?? '')).status).toBe(404);
    expect((await fetch(second?.url ?? '')).status).toBe(200);
  });

  it('have files whose addresses are signed and expire', async () => {
    const { body } = await hand.upload('POST', path, {}, [pixel]);
    const url = body.attachments?.[0]?.url ?? '';
    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(pixel);
    expect((await fetch(url.replace(/hm=./, 'hm=x'))).status).toBe(404);
    hand.advance(25 * 3_600_000);
    expect((await fetch(url)).status).toBe(404);
    const fresh = await hand.call('GET', `${path}/${body.id}`);
    expect((await fetch(fresh.body.attachments?.[0]?.url ?? '')).status).toBe(200);
  });

  it('resolve attachment:// in embeds and galleries', async () => {
    const embeds = [{ title: 'A fox', footer: null, image: { url: 'attachment://picture-0.png' } }];
    const classic = await hand.upload('POST', path, { embeds }, [pixel]);
    expect(classic.body).toMatchObject({
      embeds: [{ type: 'rich', image: { url: classic.body.attachments?.[0]?.url } }],
    });
    const gallery = { type: 12, items: [{ media: { url: 'attachment://picture-0.png' } }] };
    const modern = await hand.upload('POST', path, { flags: 32_768, components: [gallery] }, [pixel]);
    expect(modern.body).toMatchObject({
      components: [{ id: 1, items: [{ media: { url: modern.body.attachments?.[0]?.url } }] }],
    });
    expect((await hand.call('PATCH', `${path}/${modern.body.id}`, { content: 'x' })).body.code).toBe(50_035);
  });

  const card = (...components: object[]) => ({ flags: 32_768, components: [{ type: 17, components }] });
  const words = (content: string) => ({ type: 10, content });

  it('become cards only where no content stays, and stay cards', async () => {
    const posted = await hand.call('POST', path, { content: 'one' });
    const at = `${path}/${posted.body.id}`;
    expect(await hand.call('PATCH', at, card(words('two')))).toMatchObject({ status: 400, body: { code: 50_035 } });
    expect((await hand.call('PATCH', at, { ...card(words('two')), content: null })).status).toBe(200);
    expect((await hand.call('PATCH', at, { content: 'three' })).body.code).toBe(50_035);
  });

  it('that are cards have texts of 4000 characters in all, and sections with a text and something beside it', async () => {
    const thumbnail = { type: 11, media: { url: 'https://cdn.discordapp.com/embed/avatars/0.png' } };
    const section = { type: 9, components: [words('one')], accessory: thumbnail };
    const statusOf = async (...parts: object[]) => (await hand.call('POST', path, card(...parts))).status;
    expect(await statusOf(words('x'.repeat(4000)))).toBe(200);
    expect(await statusOf(words('x'.repeat(4000)), section)).toBe(400);
    expect(await statusOf(section)).toBe(200);
    expect(await statusOf({ ...section, components: [] })).toBe(400);
    expect(await statusOf({ ...section, accessory: null })).toBe(400);
    expect(await statusOf(words(''))).toBe(400);
  });

  it('that are cards ring whom their texts name', async () => {
    const bob = hand.server.member({ name: 'Bob' });
    const posted = await hand.call('POST', path, card(words(`<@${bob.userId}>`)));
    expect(posted.body.mentions).toMatchObject([{ id: bob.userId }]);
    const silent = { ...card(words(`<@${bob.userId}>`)), allowed_mentions: { parse: [] } };
    expect((await hand.call('POST', path, silent)).body.mentions).toEqual([]);
  });

  it('refuse a file over 10 MiB and a request over 25 MiB', async () => {
    const large = await hand.upload('POST', path, {}, [new Uint8Array(10 * mebibyte + 1)]);
    expect(large).toMatchObject({ status: 413, body: { code: 40_005 } });
    const files = [1, 2, 3].map(() => new Uint8Array(9 * mebibyte));
    expect(await hand.upload('POST', path, {}, files)).toMatchObject({ status: 413, body: { code: 40_005 } });
    expect((await hand.upload('POST', path, {}, [new Uint8Array(10 * mebibyte)])).status).toBe(200);
  });

  it('refuse a body that is not JSON', async () => {
    const response = await fetch(`${hand.discord.apiBase}/v10${path}`, {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'application/json', authorization: `Bot ${hand.discord.token}` },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 50_109 });
  });

  it('can be waited for, and say what there was instead', async () => {
    const waited = hand.discord.untilMessage(hand.server.general.id, (message) => message.content === 'late');
    await hand.call('POST', path, { content: 'early' });
    await hand.call('POST', path, { content: 'late' });
    expect((await waited).content).toBe('late');
    await expect(hand.discord.untilMessage(hand.server.general.id, () => false, 1)).rejects.toThrow('early');
    hand.discord.removeMessage(await waited);
    expect(hand.discord.messages(hand.server.general.id).map((message) => message.content)).toEqual(['early']);
  });
});
