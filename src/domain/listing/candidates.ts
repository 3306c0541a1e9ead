import type { Model } from '../model.ts';
import { candidateRoute } from './candidate-route.ts';
import type { ListedModel, Listing } from './listing.ts';

/** What tells a model that draws from one that films. */
const filmKeys = ['duration', 'fps', 'num_frames', 'frames'];
/** An id is typed in lower case, and lies in custom ids of buttons. */
const idPattern = /^[a-z0-9._-]+(?:\/[a-z0-9._-]+)+$/u;
const mostCharacters = { id: 80, title: 60, maker: 20 } as const;

/**
 * The listed models that Easel has no row of its own for and could run, by id. The id is the model's path itself: it names the same
 * model tomorrow, whatever else is listed then, and no model of Easel's own or of the operator's has a slash in its id.
 *
 * `known` is every model that is there anyway: its endpoints, ids and titles are taken.
 */
export function candidatesOf({ models, readAtMs }: Listing, known: readonly Model[]): readonly Model[] {
  const endpoints = new Set(known.flatMap(({ routes }) => routes.map(({ endpoint }) => endpoint)));
  const source = `RunComfy's catalogue, read ${new Date(readAtMs).toISOString().slice(0, 10)}`;
  const byId = new Map(models.map((listed) => [listed.modelId, listed]));
  const found = [...byId.values()].flatMap((listed) => {
    if (!isId(listed.modelId) || endpoints.has(listed.modelId) || !drawsFromWords(listed)) return [];
    const route = candidateRoute(listed, source);
    return route === null ? [] : [{ listed, route }];
  });
  const titles = found.map(({ listed }) => plainTitle(listed).toLowerCase());
  const taken = new Set([...known.flatMap(({ id, title }) => [id, title.toLowerCase()]), ...repeatedIn(titles)]);
  const rows = found.map(({ listed, route }): Model => {
    const title = plainTitle(listed);
    return {
      id: listed.modelId,
      title: taken.has(title.toLowerCase()) ? titleWithMaker(title, listed) : title,
      description: 'From RunComfy’s catalogue',
      adult: isAdult(listed),
      routes: [route],
    };
  });
  return rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

function isId(modelId: string): boolean {
  return modelId.length <= mostCharacters.id && idPattern.test(modelId);
}

/** By its category, or by what it takes: words, and no picture that must be there. */
function drawsFromWords({ categories, inputs }: ListedModel): boolean {
  if (categories.includes('text-to-image')) return true;
  const isOfPictures = categories.every((category) => category.includes('image') && !/video|audio|3d/iu.test(category));
  return isOfPictures && inputs?.some(({ name }) => filmKeys.includes(name)) === false;
}

function repeatedIn(titles: readonly string[]): readonly string[] {
  return titles.filter((title, at) => titles.indexOf(title) !== at);
}

/** One line, without a slash: a model can be named by its title too, and that shall be no other's id. */
function plainTitle({ title, modelId }: ListedModel): string {
  return oneLine(title, mostCharacters.title) || oneLine(modelId, mostCharacters.title);
}

/** Told apart from another model of the same title. */
function titleWithMaker(title: string, { modelId }: ListedModel): string {
  return `${title} (${modelId.replace(/\/.*/u, '').slice(0, mostCharacters.maker)})`;
}

function oneLine(text: string, longest: number): string {
  return text
    .replace(/[\p{Cc}\s/]+/gu, ' ')
    .trim()
    .slice(0, longest)
    .trim();
}

function isAdult({ modelId, title }: ListedModel): boolean {
  return /nsfw|uncensored|porn|hentai/iu.test(`${modelId} ${title}`);
}
