import type { ImageRule, Route } from '#catalog/model.ts';
import type { Plan } from '#catalog/plan.ts';
import type { SourceImage } from '#media/media.ts';
import type { CheckedInput } from '#providers/provider.ts';
import { offerOf, planOf, routeOf, settings } from './requests.ts';

/** The first bytes of a PNG, and as many more as are asked for. */
export function pngBytes(length = 16): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return bytes;
}

/** A picture at Discord's CDN. */
export function sourceOf(changes: Partial<SourceImage> = {}): SourceImage {
  return {
    url: 'https://cdn.discordapp.com/attachments/1/2/cat.png?ex=1&is=2&hm=3&',
    name: 'cat.png',
    bytes: 16,
    mediaType: 'image/png',
    widthPx: 64,
    heightPx: 64,
    ...changes,
  };
}

/** The same picture, fetched and checked; with nothing to take out. */
export function inputOf(bytes = pngBytes(), changes: Partial<SourceImage> = {}): CheckedInput {
  const file = { bytes, format: 'png', widthPx: 64, heightPx: 64, isOriginal: true } as const;
  return { file, source: sourceOf({ bytes: bytes.byteLength, ...changes }) };
}

/** A route that edits, at RunningHub unless told. */
export function editRouteOf(changes: Partial<Route> = {}, rule: Partial<ImageRule> = {}): Route {
  const images: ImageRule = {
    keys: { kind: 'list', key: 'imageUrls' },
    nodeKeys: null,
    most: 3,
    maxBytes: 10 * 1_048_576,
    isRequired: true,
    ...rule,
  };
  return routeOf({ endpoint: 'vendor/model/edit', images, ...changes });
}

/** A plan whose routes edit these pictures; the first costs 7 credits, the second one is at RunComfy. */
export function editPlanOf(
  images: readonly SourceImage[] = [sourceOf()],
  routes: readonly [Route, ...Route[]] = [editRouteOf()],
): Plan {
  const [first, ...rest] = routes.map((route) => offerOf({ route, settings: { ...settings, images } }));
  if (first === undefined) throw new TypeError('a plan has an offer');
  return planOf(first, ...rest);
}
