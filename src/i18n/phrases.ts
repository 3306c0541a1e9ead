import { autoRatio, rangeOf } from '#catalog/size.ts';
import type { Phrase, PixelRange, PlainPhrase, SideRange, SizeRule } from '#core/phrase.ts';
import { say } from './t.ts';

/** The words of a phrase: plain text, to be escaped by whoever puts it into a message; empty where it names nothing. */
export function phraseText(phrase: Phrase): string {
  switch (phrase.kind) {
    case 'plain':
      return plainText(phrase.what);
    case 'names':
      return phrase.names.join(', ');
    case 'range':
      return say(`phrase.range.${phrase.of}`, { min: phrase.min, max: phrase.max });
    case 'wholeNumberFrom':
      return say('phrase.wholeNumberFrom', { min: phrase.min });
    case 'atMost':
      return atMostText(phrase);
    case 'pictureSize':
      return say('phrase.pictureSize', { megapixels: phrase.maxMegapixels, side: phrase.maxSidePx });
    case 'pictures':
      return say('phrase.pictures', { count: phrase.count });
    case 'characters':
      return say('phrase.characters', { most: phrase.most, has: phrase.has });
    case 'counted':
      return say(`phrase.counted.${phrase.words}`, { allowed: phraseText(phrase.phrase) });
    case 'loraOf':
      return say('phrase.loraOf', { model: phrase.model, owner: phrase.owner });
    case 'sizes':
      return sizesText(phrase.rule);
    case 'anyOf':
      return [...new Set(phrase.phrases.map(phraseText))].join(say('phrase.or'));
  }
}

/** What may be typed as a size: `1:1, 16:9 or WIDTHxHEIGHT of 256–1536 px each`. */
export function sizesText(rule: SizeRule): string {
  if (rule.kind === 'list') return say('phrase.sizes.listed', { sizes: rule.sizes.join(', ') });
  const range = rangeOf(rule);
  const ratios = rule.kind === 'ratios' ? rule.ratios.map(ratioText).join(', ') : say('phrase.sizes.anyRatio');
  return range ? say('phrase.sizes.orPixels', { ratios, pixels: pixelsText(range) }) : ratios;
}

/** `16:9`, or `auto (the shape of the picture)`. */
export function ratioText(ratio: string): string {
  return ratio === autoRatio ? say('phrase.sizes.shapeOfPicture', { ratio }) : ratio;
}

function plainText(what: PlainPhrase): string {
  switch (what) {
    case 'noPictures':
      return say('phrase.noPictures', { make: '/imagine' });
    case 'needsPicture':
      return say('phrase.needsPicture', { edit: '/edit' });
    case 'onlyWithLora':
      return say('phrase.onlyWithLora', { lora: 'lora' });
    case 'noSuchOption':
    case 'pictureTypes':
    case 'eachLoraOnce':
    case 'loraFileName':
    case 'visibleText':
      return say(`phrase.${what}`);
  }
}

function atMostText({ of, most }: Extract<Phrase, { kind: 'atMost' }>): string {
  return of === 'pictures' || of === 'loras'
    ? say(`phrase.atMost.${of}`, { count: most })
    : say(`phrase.atMost.${of}`, { most });
}

function pixelsText(range: PixelRange): string {
  if (range.height) {
    return say('phrase.sizes.sides', { width: sideText(range), height: sideText(range.height) });
  }
  const { minPx: min, maxPx: max, stepPx: step } = range;
  const side = say('phrase.sizes.side', { min, max });
  return step > 1 ? say('phrase.sizes.eachInSteps', { side, step }) : say('phrase.sizes.each', { side });
}

function sideText({ minPx: min, maxPx: max, stepPx: step }: SideRange): string {
  const side = say('phrase.sizes.side', { min, max });
  return step > 1 ? say('phrase.sizes.inSteps', { side, step }) : side;
}
