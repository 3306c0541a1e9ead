import { autoRatio, rangeOf } from '#catalog/size.ts';
import type { Phrase, PixelRange, PlainPhrase, SideRange, SizeRule } from '#core/phrase.ts';
import { t } from './t.ts';

/** The words of a phrase: plain text, to be escaped by whoever puts it into a message; empty where it names nothing. */
export function phraseText(phrase: Phrase): string {
  switch (phrase.kind) {
    case 'plain':
      return plainText(phrase.what);
    case 'names':
      return phrase.names.join(', ');
    case 'range':
      return t(`phrase.range.${phrase.of}`, { min: phrase.min, max: phrase.max });
    case 'wholeNumberFrom':
      return t('phrase.wholeNumberFrom', { min: phrase.min });
    case 'atMost':
      return atMostText(phrase);
    case 'pictureSize':
      return t('phrase.pictureSize', { megapixels: phrase.maxMegapixels, side: phrase.maxSidePx });
    case 'pictures':
      return t('phrase.pictures', { count: phrase.count });
    case 'characters':
      return t('phrase.characters', { most: phrase.most, has: phrase.has });
    case 'counted':
      return t(`phrase.counted.${phrase.words}`, { allowed: phraseText(phrase.phrase) });
    case 'loraOf':
      return t('phrase.loraOf', { model: phrase.model, owner: phrase.owner });
    case 'sizes':
      return sizesText(phrase.rule);
    case 'anyOf':
      return [...new Set(phrase.phrases.map(phraseText))].join(t('phrase.or'));
  }
}

/** What may be typed as a size: `1:1, 16:9 or WIDTHxHEIGHT of 256–1536 px each`. */
export function sizesText(rule: SizeRule): string {
  if (rule.kind === 'list') return t('phrase.sizes.listed', { sizes: rule.sizes.join(', ') });
  const range = rangeOf(rule);
  const ratios = rule.kind === 'ratios' ? rule.ratios.map(ratioText).join(', ') : t('phrase.sizes.anyRatio');
  return range ? t('phrase.sizes.orPixels', { ratios, pixels: pixelsText(range) }) : ratios;
}

/** `16:9`, or `auto (the shape of the picture)`. */
export function ratioText(ratio: string): string {
  return ratio === autoRatio ? t('phrase.sizes.shapeOfPicture', { ratio }) : ratio;
}

function plainText(what: PlainPhrase): string {
  switch (what) {
    case 'noPictures':
      return t('phrase.noPictures', { make: '/imagine' });
    case 'needsPicture':
      return t('phrase.needsPicture', { edit: '/edit' });
    case 'onlyWithLora':
      return t('phrase.onlyWithLora', { lora: 'lora' });
    case 'noSuchOption':
    case 'pictureTypes':
    case 'eachLoraOnce':
    case 'loraFileName':
    case 'visibleText':
    case 'needsImage':
    case 'needsLastImage':
    case 'needsVideo':
    case 'needsAudio':
      return t(`phrase.${what}`);
  }
}

function atMostText({ of, most }: Extract<Phrase, { kind: 'atMost' }>): string {
  return of === 'pictures' || of === 'loras'
    ? t(`phrase.atMost.${of}`, { count: most })
    : t(`phrase.atMost.${of}`, { most });
}

function pixelsText(range: PixelRange): string {
  if (range.height) {
    return t('phrase.sizes.sides', { width: sideText(range), height: sideText(range.height) });
  }
  const { minPx: min, maxPx: max, stepPx: step } = range;
  const side = t('phrase.sizes.side', { min, max });
  return step > 1 ? t('phrase.sizes.eachInSteps', { side, step }) : t('phrase.sizes.each', { side });
}

function sideText({ minPx: min, maxPx: max, stepPx: step }: SideRange): string {
  const side = t('phrase.sizes.side', { min, max });
  return step > 1 ? t('phrase.sizes.inSteps', { side, step }) : side;
}
