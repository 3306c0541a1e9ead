import type { Model } from '../model.ts';
import { candidateRoute } from './candidate-route.ts';
import type { ListedModel, Listing } from './listing.ts';

/** What tells a model that draws from one that films. */
const filmKeys = ['duration', 'fps', 'num_frames', 'frames'];
const mostCharacters = { id: 50, title: 80, description: 100 } as const;

/**
 * The listed models that Easel has no row of its own for and could run, by id. An id is made from the model's path alone, so that
 * it means the same model tomorrow; what would share one has none.
 *
 * `known` is every model that is there anyway: its endpoints, ids and titles are taken.
 */
export function candidatesOf({ models, readAtMs }: Listing, known: readonly Model[]): readonly Model[] {
  const endpoints = new Set(known.flatMap(({ routes }) => routes.map(({ endpoint }) => endpoint)));
  const source = `RunComfy's catalogue, read ${new Date(readAtMs).toISOString().slice(0, 10)}`;
  const found = models.flatMap((listed) => {
    if (endpoints.has(listed.modelId) || !drawsFromWords(listed)) return [];
    const route = candidateRoute(listed, source);
    return route === null ? [] : [{ listed, route }];
  });
  const ids = idsOf(
    found.map(({ listed }) => listed.modelId),
    new Set(known.map(({ id }) => id)),
  );
  const titles = new Set(known.map(({ title }) => title.toLowerCase()));
  const rows = found.flatMap(({ listed, route }): Model[] => {
    const id = ids.get(listed.modelId);
    if (id === undefined) return [];
    return [
      {
        id,
        title: titleOf(listed, titles),
        description: descriptionOf(listed),
        adult: isAdult(listed),
        routes: [route],
      },
    ];
  });
  return rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** By its category, or by what it takes: words, and no picture that must be there. */
function drawsFromWords({ categories, inputs }: ListedModel): boolean {
  if (categories.includes('text-to-image')) return true;
  const isOfPictures = categories.every((category) => category.includes('image') && !/video|audio|3d/iu.test(category));
  return isOfPictures && inputs?.some(({ name }) => filmKeys.includes(name)) === false;
}

/** By endpoint: the short id where it is free, else the one with the maker in front. */
function idsOf(endpoints: readonly string[], known: ReadonlySet<string>): ReadonlyMap<string, string> {
  const shared = sharedIn(endpoints.map((endpoint) => slugOf(partsOf(endpoint).slice(1))));
  const wanted = endpoints.map((endpoint) => {
    const parts = partsOf(endpoint);
    const short = slugOf(parts.slice(1));
    return [endpoint, short === '' || known.has(short) || shared.has(short) ? slugOf(parts) : short] as const;
  });
  const twice = sharedIn(wanted.map(([, id]) => id));
  return new Map(wanted.filter(([, id]) => id !== '' && !known.has(id) && !twice.has(id)));
}

/** Without the task, which all of them have in common. */
function partsOf(endpoint: string): readonly string[] {
  const parts = endpoint.toLowerCase().split('/');
  return parts.at(-1) === 'text-to-image' ? parts.slice(0, -1) : parts;
}

/** A part that the next one says again is left out: `qwen-image/qwen-image-2512` is `qwen-image-2512`. */
function slugOf(parts: readonly string[]): string {
  const slug = parts.filter((part, at) => parts[at + 1]?.startsWith(part) !== true).join('-');
  return slug
    .replace(/[^a-z0-9.]+/gu, '-')
    .replace(/^[-.]+/u, '')
    .slice(0, mostCharacters.id)
    .replace(/[-.]+$/u, '');
}

function sharedIn(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.filter((name, at) => names.indexOf(name) !== at));
}

/** One line, told apart from a model that is there anyway. */
function titleOf({ title, modelId }: ListedModel, taken: ReadonlySet<string>): string {
  const plain = oneLine(title, mostCharacters.title - 12) || modelId.slice(0, mostCharacters.title);
  return taken.has(plain.toLowerCase()) ? `${plain} (RunComfy)` : plain;
}

function descriptionOf({ modelId }: ListedModel): string {
  return oneLine(`From RunComfy’s catalogue: ${modelId}`, mostCharacters.description);
}

function oneLine(text: string, longest: number): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, longest)
    .trim();
}

function isAdult({ modelId, title }: ListedModel): boolean {
  return /nsfw|uncensored|porn|hentai/iu.test(`${modelId} ${title}`);
}
