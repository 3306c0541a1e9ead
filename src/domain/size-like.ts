import type { Size, SizeRule } from './model.ts';
import { autoRatio, defaultSize, fitSize, parseSize, takesAuto } from './size.ts';

/** Width and height of a picture. */
export interface Sides {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * The size of a changed picture when the member names none: the endpoint's own `auto`, else what it takes that is nearest to
 * the shape of the picture.
 */
export function sizeLike(rule: SizeRule, picture: Sides): Size {
  if (takesAuto(rule)) return { kind: 'ratio', ratio: autoRatio };
  switch (rule.kind) {
    case 'pixels':
      return ofShape(rule, picture);
    case 'ratios':
      return { kind: 'ratio', ratio: nearest(rule.ratios, picture).text };
    case 'list':
      return ofShape(rule, nearest(rule.sizes, picture));
  }
}

function ofShape(rule: SizeRule, { widthPx, heightPx }: Sides): Size {
  return fitSize(rule, { kind: 'ratio', across: widthPx, down: heightPx }) ?? defaultSize(rule);
}

/** The ratio or size whose shape is least far off; as far off is twice as wide as twice as high. */
function nearest(texts: readonly string[], { widthPx, heightPx }: Sides): Sides & { readonly text: string } {
  const shapes = texts.flatMap((text) => shapeOf(text));
  const errorOf = (shape: Sides) => Math.abs(Math.log((shape.widthPx * heightPx) / (shape.heightPx * widthPx)));
  return shapes.reduce((best, shape) => (errorOf(shape) < errorOf(best) ? shape : best));
}

function shapeOf(text: string): (Sides & { readonly text: string })[] {
  const asked = parseSize(text);
  if (asked?.kind === 'pixels') return [{ ...asked, text }];
  return asked?.kind === 'ratio' ? [{ widthPx: asked.across, heightPx: asked.down, text }] : [];
}
