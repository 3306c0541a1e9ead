import type { FieldWord, Route } from '../model.ts';

/** Every key that a request to the route can have. */
export function sentKeys({ fields, images, loras, constants = {} }: Route): readonly string[] {
  return [
    ...Object.values(fields),
    ...imageKeys(images),
    ...(loras?.list ? [loras.list.key] : []),
    ...Object.keys(constants),
  ];
}

/** The keys that every request to the route has. */
export function alwaysSentKeys(route: Route): readonly string[] {
  const { fields, images, loras, constants = {} } = route;
  const words = alwaysSentWords(route).flatMap((word) => fields[word] ?? []);
  const lists = loras?.isRequired === true && loras.list ? [loras.list.key] : [];
  const pictures = images?.isRequired === true ? imageKeys(images).slice(0, 1) : [];
  return [...words, ...lists, ...pictures, ...Object.keys(constants)];
}

function alwaysSentWords({ sizes, steps, qualities, resolutions, formats, loras }: Route): readonly FieldWord[] {
  const words: readonly (readonly [boolean, readonly FieldWord[]])[] = [
    [true, ['prompt', 'count']],
    [sizes.kind === 'ratios', ['ratio']],
    [sizes.kind === 'pixels', ['width', 'height']],
    [sizes.kind === 'list', ['size']],
    [steps !== null, ['steps']],
    [qualities !== null, ['quality']],
    [resolutions !== null, ['resolution']],
    [formats.length > 0, ['format']],
    [loras?.isRequired === true, ['lora', 'loraStrength']],
  ];
  return words.flatMap(([isSent, some]) => (isSent ? some : []));
}

function imageKeys(images: Route['images']): readonly string[] {
  if (images === undefined) return [];
  return images.keys.kind === 'list' ? [images.keys.key] : images.keys.keys;
}
