import type { Inputs, ListedInput } from './listing.ts';

/** Inputs that say how many pictures are made, in whatever way the words are joined. */
const countKeys = new Set([
  ...['n', 'count', 'samples', 'outputs', 'numimages', 'numberofimages', 'maximages', 'imagecount', 'nimages'],
  ...['numimagesperprompt', 'imagesperprompt', 'numoutputs', 'numberofoutputs', 'outputcount', 'noutputs'],
  ...['numsamples', 'numberofsamples', 'samplecount', 'nsamples', 'batchsize', 'batchcount', 'numbatches'],
]);
/** What may say it as well. */
const countLike = /num|count|samples|outputs|images|batch|quantity|variations/iu;
/** What is counted there makes no further picture. */
const countsOther = /steps|seed/iu;

/**
 * What is sent so that one picture is made, since Easel sells one: every count as 1. Null where a count cannot be 1, and where
 * something that sounds like one is more than 1 unless it is sent.
 */
export function onePicture(listed: Inputs): Record<string, number> | null {
  const inputs = [...listed.values()];
  const counts = inputs.filter(({ name }) => isCount(name));
  const others = inputs.filter(({ name }) => !isCount(name) && countLike.test(name) && !countsOther.test(name));
  if (!counts.every(canBeOne) || others.some(isMore)) return null;
  return Object.fromEntries(counts.map(({ name }) => [name, 1]));
}

function isCount(name: string): boolean {
  return countKeys.has(name.toLowerCase().replace(/[^a-z]/gu, ''));
}

function canBeOne({ kind, minimum, maximum }: ListedInput): boolean {
  return (kind === 'whole' || kind === 'number') && (minimum ?? 1) <= 1 && (maximum ?? 1) >= 1;
}

/** By what it is when it is left out, also where that is one of a few words. */
function isMore({ fallback, minimum }: ListedInput): boolean {
  return Number(fallback) > 1 || (minimum ?? 1) > 1;
}
