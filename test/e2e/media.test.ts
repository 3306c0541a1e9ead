import { describe, expect, test } from 'vitest';
import { bytesIn } from '#media/file-bytes.ts';
import { probeAs } from '#media/read-media.ts';
import { openTypedFile } from '../../sandbox/discord/person-files.ts';
import type { Message } from '../../sandbox/discord/wire.ts';
import { deleteResult, hasPicture, speaks, spendableOf, tellsOfMoney } from '../support/house/look.ts';
import { type House, openHouse, startBot } from '../support/house/open-house.ts';

const rich = { DEFAULT_ALLOWANCE: '10000' };
const sampleOf = (option: string) => openTypedFile(option, 'sample');

async function openWithBot(options: Parameters<typeof openHouse>[0] = {}) {
  const house = await openHouse({ isCalledBack: true, ...options, environment: { ...rich, ...options.environment } });
  await startBot(house);
  const chief = house.guild.member({ name: 'Chief', permissions: ['ManageGuild'] });
  const setUp = async (line: string) => plain((await chief.slash(line).until(speaks)).content);
  return { house, alice: house.guild.member({ name: 'Alice' }), setUp };
}

/** Without the marks that keep words from being read as formatting. */
const plain = (text: string) => text.replaceAll('\\', '');

async function fileOf(message: Message) {
  const [attachment] = message.attachments;
  const answer = await fetch(attachment?.url ?? '');
  return bytesIn(new Uint8Array(await answer.arrayBuffer()));
}

const bodiesTo = ({ runninghub }: House, path: RegExp) =>
  runninghub.requests.filter((request) => request.method === 'POST' && path.test(request.path)).map(({ body }) => body);

describe('Change', () => {
  test('has fields for what the model has, and makes it with them', async () => {
    const { house, alice, setUp } = await openWithBot();
    await setUp('/setup kinds kind:video action:on');
    const line = '/video prompt:a fox duration:4 resolution:720p size:16:9 model:wan-2.7-video';
    const posted = await alice.slash(line).until(hasPicture);
    const change = alice.press(posted, 'Change');
    await change.firstAnswer();
    const form = change.modal;
    expect(JSON.stringify(form)).toContain('"duration"');
    if (form === null) throw new Error('no form');
    const values = { prompt: 'an owl', duration: '4', resolution: '720P', size: '9:16' };
    const changed = await alice.submitModal(form, values).until(hasPicture);
    expect(plain(changed.content)).toContain('720×1280 · 4 s long');
    const bodies = bodiesTo(house, /wan-2\.7\/text-to-video/u);
    expect(bodies[1]).toMatchObject({ prompt: 'an owl' });
  });

  test('of a 3D model sends no size that nobody chose', async () => {
    const { alice } = await openWithBot();
    const posted = await alice.slash('/3d prompt:a cube').until(hasPicture);
    const change = alice.press(posted, 'Change');
    await change.firstAnswer();
    if (change.modal === null) throw new Error('no form');
    await alice.press(posted, 'Again').until(hasPicture);
    expect(JSON.stringify(change.modal)).not.toContain('"size"');
    const changed = await alice.submitModal(change.modal, { prompt: 'a ball' }).until(hasPicture);
    expect(plain(changed.content)).toContain('a ball');
  });
});

describe('a video', () => {
  test('is off until a server manager switches it on, and shows its price then', async () => {
    const { alice, setUp } = await openWithBot();
    const refused = await alice.slash('/video prompt:a fox').until(tellsOfMoney);
    expect(refused.content).toContain('switched off on this server');
    expect(await setUp('/setup kinds kind:video action:on')).toContain('From 224 credits with Seedance 1.5 Pro');
    expect(await setUp('/setup view')).toContain('Videos: on');
  });

  test('is made, posted as a file that plays, and charged as the service says', async () => {
    const { house, alice, setUp } = await openWithBot();
    await setUp('/setup kinds kind:video action:on');
    const before = await spendableOf(alice);
    const line =
      '/video prompt:a fox runs through snow duration:4 resolution:480p size:16:9 sound:False negative:rain model:wan-2.7-video';
    const refused = await alice.slash(line).until(tellsOfMoney);
    expect(refused.content).toContain("doesn't support `sound`");
    const exchange = alice.slash(line.replace('480p', '720p').replace(' sound:False', ''));
    const posted = await exchange.until(hasPicture);
    expect(plain(posted.content)).toContain('Wan 2.7 Video · 1280×720 · 4 s long · without rain · seed');
    expect(posted.attachments[0]?.content_type).toBe('video/mp4');
    expect(await probeAs('video', await fileOf(posted))).toMatchObject({
      widthPx: 1280,
      heightPx: 720,
      durationMs: 4000,
    });
    // 4 seconds at 0.51 yuan.
    expect(await spendableOf(alice)).toBe(before - 286);
    expect(bodiesTo(house, /wan-2\.7\/text-to-video/u)).toMatchObject([
      { duration: '4', resolution: '720P', aspectRatio: '16:9' },
    ]);
    expect(JSON.stringify(posted.components)).not.toContain('Animate');
  });

  test('of a picture, of a video and a sound: the files are handed over and checked', async () => {
    const { house, alice, setUp } = await openWithBot();
    await setUp('/setup kinds kind:video action:on');
    const files = { image: sampleOf('image'), audio: sampleOf('audio') };
    await alice.slash('/video prompt:talks model:kling-2-avatar', files).until(hasPicture);
    const [body] = bodiesTo(house, /image-audio-to-video/u);
    expect(JSON.stringify(body)).toMatch(/upload\/[0-9a-f]+\.png.*upload\/[0-9a-f]+\.wav/u);
    const zip = { name: 'song.mp3', bytes: Buffer.from('PK\x03\x04 a zip', 'latin1') };
    const before = await spendableOf(alice);
    const exchange = alice.slash('/video prompt:talks model:kling-2-avatar', { ...files, audio: zip });
    const told = await house.discord.untilMessage(house.guild.general.id, tellsOfMoney);
    expect(exchange).toBeDefined();
    expect(told.content).toContain('`song.mp3` is not a whole sound file');
    expect(await spendableOf(alice)).toBe(before);
    const missing = await alice
      .slash('/video prompt:talks model:kling-2-avatar', { image: files.image })
      .until(tellsOfMoney);
    expect(missing.content).toContain('Kling 2 Avatar needs a sound');
  });

  test('whose length is not known before is held at its most and charged by its length', async () => {
    const { alice, setUp } = await openWithBot({ environment: { DEFAULT_ALLOWANCE: '100000' } });
    await setUp('/setup kinds kind:video action:on');
    const before = await spendableOf(alice);
    const posted = await alice.slash('/video model:smooth-motion', { video: sampleOf('video') }).until(hasPicture);
    expect(posted.content).toContain('5 s long');
    // 5 seconds at 0.07 yuan; 30 seconds were held.
    expect(await spendableOf(alice)).toBe(before - 49);
  });

  test('takes a picture for a list of them, and says which option is wrong beside a file', async () => {
    const { house, alice, setUp } = await openWithBot();
    await setUp('/setup kinds kind:video action:on');
    const line = '/video prompt:a fox model:seedance-1-lite-reference image:sample';
    await alice.slash(line, { image: sampleOf('image') }).until(hasPicture);
    expect(bodiesTo(house, /reference-to-video/u)).toHaveLength(1);
    const wrong = '/video prompt:a fox model:wan-2.7-video audio:sample duration:400';
    const told = await alice.slash(wrong, { audio: sampleOf('audio') }).until(tellsOfMoney);
    expect(plain(told.content)).toContain('duration');
  });

  test('too large for the channel is fetched by a link of its own, also in parts', async () => {
    const { alice, setUp } = await openWithBot({ guild: { attachmentLimitBytes: 50_000 } });
    await setUp('/setup kinds kind:video action:on');
    const posted = await alice
      .slash('/video prompt:a fox duration:4')
      .until(({ content }) => content.includes('Fetch it here'));
    const [, url = ''] = /<(http[^>]+)>/u.exec(posted.content) ?? [];
    const whole = await fetch(url);
    expect([whole.status, whole.headers.get('content-type'), whole.headers.get('accept-ranges')]).toEqual([
      200,
      'video/mp4',
      'bytes',
    ]);
    const bytes = new Uint8Array(await whole.arrayBuffer());
    expect(await probeAs('video', bytesIn(bytes))).toMatchObject({ durationMs: 4000 });
    const part = await fetch(url, { headers: { range: 'bytes=4-7' } });
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
      206,
      'ftyp',
      `bytes 4-7/${bytes.length}`,
    ]);
    expect((await fetch(url, { headers: { range: `bytes=${bytes.length}-` } })).status).toBe(416);
    expect((await fetch(url, { headers: { range: 'bytes=-4' } })).headers.get('content-length')).toBe('4');
    expect((await fetch(url, { method: 'HEAD' })).headers.get('content-length')).toBe(String(bytes.length));
    for (const wrong of [url.slice(0, -2), url.replace('until=1', 'until=2'), `${url.split('/media/')[0]}/media/`]) {
      expect((await fetch(wrong)).status).toBe(404);
    }
    // Whoever deletes the message deletes the file.
    await deleteResult(alice, posted);
    expect((await fetch(url)).status).toBe(404);
  });

  test('is refused above the limit of its kind and outside its channels', async () => {
    const { house, alice, setUp } = await openWithBot();
    await setUp('/setup kinds kind:video action:on');
    expect(await setUp('/setup kinds kind:video action:limit credits:100')).toContain('at most 100 credits each');
    expect((await alice.slash('/video prompt:a fox').until(tellsOfMoney)).content).toContain(
      'at most 100 credits on this server',
    );
    await setUp('/setup kinds kind:video action:no_limit');
    const art = house.guild.addChannel({ name: 'art' });
    await setUp(`/setup kinds kind:video action:channel channel:<#${art.id}>`);
    expect((await alice.slash('/video prompt:a fox').until(tellsOfMoney)).content).toContain(`only in <#${art.id}>`);
  });
});

describe('the other kinds', () => {
  test.each([
    ['/speech text:hello there emotion:sad', 'audio', 'voice Elegant'],
    ['/music title:Sea lyrics:la la style:folk', 'audio', '**Sea**'],
    ['/music prompt:the sea model:suno-lyrics', 'text', 'Suno Lyrics'],
    ['/3d prompt:a teapot', 'model3d', 'Hunyuan3D 3.1'],
  ] as const)('%s brings a file of its kind', async (line, kind, text) => {
    const { alice } = await openWithBot();
    const posted = await alice.slash(line).until(hasPicture);
    expect(plain(posted.content)).toContain(text);
    expect(await probeAs(kind, await fileOf(posted))).not.toBeNull();
  });

  test('a word that is not allowed is found in lyrics too', async () => {
    const { house, alice } = await openWithBot();
    const mod = house.guild.member({ name: 'Mod', permissions: ['ModerateMembers'] });
    await mod.slash('/mod block phrase:dragonfly reason:not here').until(speaks);
    const told = await alice.slash('/music title:Sea lyrics:a dragonfly sings style:folk').until(tellsOfMoney);
    expect(told.content).toContain('`dragonfly`');
    const voice = await alice.slash('/speech text:hello voice:dragonfly').until(tellsOfMoney);
    expect(voice.content).toContain('`dragonfly`');
    expect(bodiesTo(house, /suno|speech|audio/u)).toEqual([]);
  });

  test('a model of another command is named with its command', async () => {
    const { alice } = await openWithBot();
    expect((await alice.slash('/imagine prompt:a fox model:suno-5').until(tellsOfMoney)).content).toContain(
      'Suno 5 belongs to `/music`',
    );
    expect((await alice.slash('/music prompt:a fox model:flux-2-klein-9b').until(tellsOfMoney)).content).toContain(
      'belongs to `/imagine`',
    );
  });

  test('a picture is enlarged and animated from its buttons', async () => {
    const { house, alice, setUp } = await openWithBot();
    await setUp('/setup kinds kind:video action:on');
    const picture = await alice.slash('/imagine prompt:a fox size:256x256').until(hasPicture);
    const asked = alice.press(picture, 'Upscale');
    await asked.firstAnswer();
    if (asked.modal === null) throw new Error('no form');
    const larger = await alice.submitModal(asked.modal, { model: 'topaz-cgi', scale: '2' }).until(hasPicture);
    expect(larger.content).toContain('Topaz CGI · 512×512 · 2x larger');
    const form = alice.press(picture, 'Animate');
    await form.firstAnswer();
    if (form.modal === null) throw new Error('no form');
    const clip = await alice
      .submitModal(form.modal, { prompt: 'it runs', model: 'seedance-1.5-pro', duration: '4', resolution: '480p' })
      .until(hasPicture);
    expect(clip.attachments[0]?.content_type).toBe('video/mp4');
    expect(JSON.stringify(bodiesTo(house, /seedance-v1\.5-pro\/image-to-video/u))).toContain('firstImageUrl');
  });

  test('is made again as it was', async () => {
    const { house, alice } = await openWithBot();
    const posted = await alice.slash('/speech text:hello there emotion:sad speed:1.5').until(hasPicture);
    await alice.press(posted, 'Again').until(hasPicture);
    const [first, second] = bodiesTo(house, /speech-2\.8-turbo/u);
    expect(second).toMatchObject({ emotion: 'sad', speed: 1.5, text: 'hello there' });
    expect({ ...Object(second), webhookUrl: '' }).toEqual({ ...Object(first), webhookUrl: '' });
  });
});
