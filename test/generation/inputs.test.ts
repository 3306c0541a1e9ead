import { describe, expect, it } from 'vitest';
import type { Route } from '#catalog/model.ts';
import { BotError } from '#core/errors.ts';
import { cancel } from '#generation/cancel.ts';
import { resume } from '#generation/resume.ts';
import type { FetchInput, FetchMedia, FitInput } from '#media/input.ts';
import type { StoredMedia } from '#media/media.ts';
import { editPlanOf, editRouteOf, pngBytes, sourceOf } from '../support/inputs.ts';
import {
  guild,
  member,
  offerOf,
  planOf,
  requestOf,
  routeOf,
  settings,
  snowflakeAt,
  startMs,
} from '../support/requests.ts';
import { throws } from '../support/scripted-provider.ts';
import { createWorld, original, type World } from '../support/world.ts';

const comfyRoute = editRouteOf({ provider: 'runcomfy', endpoint: 'vendor/other/edit' });
const two = editPlanOf([sourceOf()], [editRouteOf(), comfyRoute]);
const full = throws('provider.unavailable', { nothingStarted: true, httpStatus: 429 });
const down = throws('provider.unavailable', { nothingStarted: true });
const refused = throws('refused.image', { reason: 'animated', nothingStarted: true });
const by = { guildId: guild, userId: member, isModerator: false };

/** What a restart finds and makes of it. */
async function restarted({ rows, clock }: World): Promise<World> {
  const next = createWorld({ rows, clock });
  const { settled } = await resume(next.flow);
  await next.clock.advanceUntil(settled);
  return next;
}

describe('pictures to edit', () => {
  it('are fetched, handed over and named in the submit, in their order', async () => {
    const images = [
      sourceOf({ url: 'https://cdn.example/1', name: 'one.png' }),
      sourceOf({ url: 'https://cdn.example/2' }),
    ];
    const world = createWorld({ plan: editPlanOf(images) });
    await world.generate();
    expect(world.fetches).toEqual(['https://cdn.example/1', 'https://cdn.example/2']);
    expect(world.runninghub.uploads).toEqual(images.map((source) => ({ source, file: original })));
    expect(world.runninghub.submits[0]?.quote.inputs).toEqual([
      'https://runninghub.example/1',
      'https://runninghub.example/2',
    ]);
    expect(world.reply.delivered).toHaveLength(1);
    expect(world.reply.shown[0]).toMatchObject({
      progress: { kind: 'looking', pictures: 2 },
      job: { state: 'opened' },
    });
  });

  it('are checked within the bounds of the routes, and told apart where there are several', async () => {
    const seen: unknown[] = [];
    const fetchInput: FetchInput = async (source, limits) => {
      seen.push({ source, limits });
      return original;
    };
    const wide = editRouteOf({ provider: 'runcomfy' }, { maxBytes: 30_000_000 });
    const images = [sourceOf({ name: 'a.png', bytes: null, mediaType: null }), sourceOf()];
    await createWorld({ plan: editPlanOf(images, [editRouteOf(), wide]), fetchInput }).generate();
    await createWorld({ plan: editPlanOf(), fetchInput }).generate();
    expect(seen).toMatchObject([
      {
        source: { name: 'a.png', declaredBytes: undefined, declaredType: undefined },
        limits: { picture: 1, maxBytes: 30_000_000 },
      },
      { source: { declaredBytes: 16, declaredType: 'image/png' }, limits: { picture: 2 } },
      { limits: { picture: null, maxBytes: 10 * 1_048_576 } },
    ]);
  });

  it('that are too heavy for one route go to the other', async () => {
    const narrow = editRouteOf({}, { maxBytes: 8 });
    const fetchInput: FetchInput = async () => ({ ...original, bytes: pngBytes(9) });
    const world = createWorld({ plan: editPlanOf([sourceOf()], [narrow, comfyRoute]), fetchInput });
    await world.generate();
    expect([world.runninghub.submits.length, world.runcomfy.submits.length]).toEqual([0, 1]);
    expect(world.runninghub.uploads).toEqual([]);
  });

  it('that weigh as much as one route takes go to it', async () => {
    const narrow = editRouteOf({}, { maxBytes: 9 });
    const fetchInput: FetchInput = async () => ({ ...original, bytes: pngBytes(9) });
    const world = createWorld({ plan: editPlanOf([sourceOf()], [narrow, comfyRoute]), fetchInput });
    await world.generate();
    expect([world.runninghub.submits.length, world.runcomfy.submits.length]).toEqual([1, 0]);
  });

  it('are written as each route takes them, and handed over once for routes that take the same', async () => {
    const targets: unknown[] = [];
    const fitInput: FitInput = async (file, target, { picture }) => {
      targets.push({ formats: target.formats, maxBytes: target.maxBytes, picture });
      return { ...file, format: target.formats[0] ?? file.format, isOriginal: false };
    };
    const jpg = editRouteOf({}, { formats: ['jpeg', 'png'] });
    const same = editRouteOf({ endpoint: 'rhart-image/other/edit' }, { formats: ['jpeg', 'png'] });
    const any = editRouteOf({ endpoint: 'rhart-image/any/edit' });
    const world = createWorld({
      plan: editPlanOf([sourceOf(), sourceOf()], [jpg, same, any]),
      fitInput,
      runninghub: { submit: [down, down] },
    });
    await world.generate();
    expect(targets).toMatchObject([
      { formats: ['jpeg', 'png'], picture: 1 },
      { formats: ['jpeg', 'png'], picture: 2 },
      { formats: ['png', 'jpeg', 'webp'], picture: 1 },
      { formats: ['png', 'jpeg', 'webp'], picture: 2 },
    ]);
    expect(world.runninghub.uploads.map(({ file }) => file.format)).toEqual(['jpeg', 'jpeg', 'png', 'png']);
  });

  it('are not counted where there is one', async () => {
    const counted: unknown[] = [];
    const fitInput: FitInput = async (file, _target, { picture }) => {
      counted.push(picture);
      return file;
    };
    await createWorld({ plan: editPlanOf(), fitInput }).generate();
    expect(counted).toEqual([null]);
  });

  it('that no kind of one route can hold end the request with that said', async () => {
    const fitInput: FitInput = () =>
      Promise.reject(new BotError('refused.image', 'x', { reason: 'too_many_bytes', nothingStarted: true }));
    const world = createWorld({ plan: editPlanOf(), fitInput });
    await world.generate();
    expect(world.reply.failed[0]).toMatchObject({ error: { code: 'refused.image' } });
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
  });

  it('of a route without a rule keep to what every service takes', async () => {
    const world = createWorld({ plan: editPlanOf([sourceOf()], [editRouteOf({ images: undefined })]) });
    await world.generate();
    expect(world.runninghub.uploads).toHaveLength(1);
  });

  it('that fail the check end the job before anything is sent, and everything held is returned', async () => {
    const world = createWorld({ plan: two, fetchInput: refused });
    await world.generate();
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'refused.image', facts: { reason: 'animated' } }, money: { charged: 0, returned: 7, held: 0 } },
    ]);
    expect(await world.stored()).toMatchObject({ state: 'failed', error: 'refused.image', charged: 0 });
    expect([world.runninghub.uploads, world.runninghub.submits, world.runcomfy.submits]).toEqual([[], [], []]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
  });

  it('are not looked for where there are none', async () => {
    const world = createWorld();
    await world.generate();
    expect([world.fetches, world.runninghub.uploads]).toEqual([[], []]);
    expect(world.runninghub.submits[0]?.quote.inputs).toBeUndefined();
  });
});

describe('videos and sounds that go with a picture', () => {
  const [video, audio] = [
    sourceOf({ url: 'https://cdn.example/a.mp4' }),
    sourceOf({ url: 'https://cdn.example/a.mp3' }),
  ];
  const stored: StoredMedia = {
    format: 'mp4',
    path: '/jobs/1/brought.mp4',
    byteLength: 9,
    widthPx: 64,
    heightPx: 64,
    durationMs: 3_000,
  };
  /** A route with a form; each number is how many bytes it takes of that. */
  const formRouteOf = (images: number, videoBytes: number, provider: Route['provider'] = 'runninghub') =>
    routeOf({
      provider,
      form: [
        { word: 'images', key: 'images', isRequired: true, kind: 'media', media: 'image', maxBytes: images, most: 3 },
        {
          word: 'video',
          key: 'video',
          isRequired: true,
          kind: 'media',
          media: 'video',
          maxBytes: videoBytes,
          most: null,
        },
        { word: 'audio', key: 'audio', isRequired: false, kind: 'media', media: 'audio', maxBytes: 12, most: null },
      ],
    });
  const worldOf = (routes: readonly [Route, ...Route[]], seen: unknown[] = [], fitted: unknown[] = []) => {
    const [first, ...rest] = routes.map((route) =>
      offerOf({ route, settings: { ...settings, images: [sourceOf()], media: { video, audio } } }),
    );
    const fetchInput: FetchInput = async (_source, { picture, maxBytes }) => {
      seen.push({ picture, maxBytes });
      return { ...original, bytes: pngBytes(9) };
    };
    const fetchMedia: FetchMedia = async ({ url }, limits) => {
      seen.push({ url, ...limits });
      return stored;
    };
    const fitInput: FitInput = async (file, _target, { picture }) => {
      fitted.push(picture);
      return { ...file, isOriginal: false };
    };
    return createWorld({ plan: planOf(first, ...rest), fetchInput, fitInput, flow: { fetchMedia } });
  };

  it('are fetched as what they are, each within the widest bounds that a route has for it', async () => {
    const seen: unknown[] = [];
    await worldOf([formRouteOf(10, 11), formRouteOf(20, 9, 'runcomfy')], seen).generate();
    const { id: job } = requestOf();
    expect(seen).toEqual([
      { picture: null, maxBytes: 20 },
      { url: video.url, job, kind: 'video', maxBytes: 11, maxSeconds: 30 },
      { url: audio.url, job, kind: 'audio', maxBytes: 12, maxSeconds: 30 },
    ]);
  });

  it('are no pictures: a single one beside them has no number', async () => {
    const [seen, fitted]: [unknown[], unknown[]] = [[], []];
    await worldOf([formRouteOf(10, 11)], seen, fitted).generate();
    expect([seen[0], fitted]).toMatchObject([{ picture: null }, [null]]);
  });

  it('are handed over as they are, after the picture as the route takes it', async () => {
    const world = worldOf([formRouteOf(10, 10)]);
    await world.generate();
    expect(world.runninghub.uploads.map(({ file }) => file)).toEqual([
      { ...original, bytes: pngBytes(9), isOriginal: false },
      stored,
      stored,
    ]);
  });

  it('that are too heavy for one route go to the other', async () => {
    const world = worldOf([formRouteOf(10, 8), formRouteOf(9, 9, 'runcomfy')]);
    await world.generate();
    expect([world.runninghub.submits.length, world.runcomfy.submits.length]).toEqual([0, 1]);
  });
});

describe('pictures that go inside a request', () => {
  const inline = (mebibytes: number) => () => `data:image/png;base64,${'A'.repeat((mebibytes * 1_048_576 * 4) / 3)}`;
  const worldOf = (pictures: number, routes: Parameters<typeof editPlanOf>[1], mebibytes: number) =>
    createWorld({
      plan: editPlanOf(
        Array.from({ length: pictures }, () => sourceOf()),
        routes,
      ),
      runcomfy: { upload: [inline(mebibytes)] },
    });

  it('go as long as one request holds them', async () => {
    const world = worldOf(3, [comfyRoute], 6);
    await world.generate();
    expect(world.reply.delivered).toHaveLength(1);
  });

  it.each([
    [30_758_230, 'delivered'],
    [30_758_231, 'failed'],
  ])('go up to 22 MiB: one written as %i characters ends as %s', async (characters, state) => {
    const upload = [() => 'data:image/png;base64,'.padEnd(characters, 'A')];
    const world = createWorld({ plan: editPlanOf([sourceOf()], [comfyRoute]), runcomfy: { upload } });
    await world.generate();
    expect(await world.stored()).toMatchObject({ state });
  });

  it.each([
    [1, 24, 'too_many_bytes'],
    [3, 9, 'too_many_bytes_together'],
  ])(
    'are refused where they are too heavy (%i of %i MiB): nothing is sent or charged',
    async (pictures, each, reason) => {
      const world = worldOf(pictures, [comfyRoute, editRouteOf({ provider: 'runcomfy' })], each);
      await world.generate();
      expect(world.reply.failed).toMatchObject([
        {
          error: { code: 'refused.image', facts: { reason, limit: 22 * 1_048_576 } },
          money: { charged: 0, returned: 7 },
        },
      ]);
      expect(world.runcomfy.submits).toEqual([]);
      expect(world.flow.circuits.isOpen(comfyRoute)).toBe(false);
    },
  );

  it('go to a route with an upload of its own instead', async () => {
    const world = worldOf(3, [comfyRoute, editRouteOf()], 9);
    await world.generate();
    expect([world.runcomfy.submits.length, world.runninghub.submits.length]).toEqual([0, 1]);
    expect(world.reply.delivered).toHaveLength(1);
  });
});

describe('an upload that fails', () => {
  it('leads to the next route, and counts against the first', async () => {
    const world = createWorld({ plan: two, runninghub: { upload: [down] } });
    for (const number of [0, 1, 2]) await world.generate(requestOf({ id: snowflakeAt(startMs, number) }));
    expect(world.runninghub.submits).toEqual([]);
    expect(world.runcomfy.submits).toHaveLength(3);
    expect(world.runcomfy.submits[0]?.quote.inputs).toEqual(['https://runcomfy.example/1']);
    expect(world.flow.circuits.isOpen(two.quotes[0].route)).toBe(true);
  });

  it('at the last route ends the job without a charge', async () => {
    const world = createWorld({ plan: editPlanOf(), runninghub: { upload: [down] } });
    await world.generate();
    expect(world.reply.failed).toMatchObject([{ error: { code: 'provider.unavailable' }, money: { returned: 7 } }]);
  });

  it('since too much is going on is tried again in a while', async () => {
    const world = createWorld({ plan: editPlanOf(), runninghub: { upload: [full, () => 'https://later.example'] } });
    await world.generate();
    expect(world.runninghub.submits[0]?.quote.inputs).toEqual(['https://later.example']);
    expect(world.reply.delivered).toHaveLength(1);
  });

  it('is not repeated for a route of the same provider once the pictures are there', async () => {
    const plan = editPlanOf([sourceOf()], [editRouteOf(), editRouteOf({ endpoint: 'vendor/model/edit-more' })]);
    const world = createWorld({
      plan,
      runninghub: { submit: [down, () => ({ provider: 'runninghub', remoteId: '2' })] },
    });
    await world.generate();
    expect([world.runninghub.uploads.length, world.runninghub.submits.length, world.fetches.length]).toEqual([1, 2, 1]);
  });
});

describe('while pictures are handled', () => {
  it.each(['fetched', 'handed over'])('a cancel ends it as they are %s, and nothing is charged', async (when) => {
    const stop = async () => {
      expect(await world.stored()).toMatchObject({ state: 'opened' });
      expect(await cancel(requestOf().id, by, world.flow)).toBe('cancelled');
    };
    const fetchInput: FetchInput = async (_source, _limits, signal) => {
      if (when === 'fetched') await stop();
      signal.throwIfAborted();
      return original;
    };
    const upload = [() => stop().then(() => 'https://too-late.example')];
    const world: World = createWorld({ plan: editPlanOf(), fetchInput, runninghub: { upload } });
    await world.generate();
    expect(world.runninghub.submits).toEqual([]);
    expect(world.reply.failed).toMatchObject([{ error: { code: 'cancelled.user' }, money: { returned: 7 } }]);
    expect(await world.stored()).toMatchObject({ state: 'cancelled' });
  });

  it('a shutdown leaves the job as never sent, also after a route has refused: the restart gives the credits back', async () => {
    const shutdown = new BotError('cancelled.shutdown', 'the process stops');
    const upload = [
      async () => {
        for (const active of world.flow.active.all()) active.stop.abort(shutdown);
        return 'https://too-late.example';
      },
    ];
    const world: World = createWorld({ plan: two, runninghub: { submit: [down] }, runcomfy: { upload } });
    await world.generate();
    expect(await world.stored()).toMatchObject({ state: 'opened' });
    expect(world.runcomfy.submits).toEqual([]);
    const next = await restarted(world);
    expect(next.reply.failed).toMatchObject([
      { error: { code: 'provider.unavailable' }, money: { returned: 7, held: 0 } },
    ]);
  });
});
