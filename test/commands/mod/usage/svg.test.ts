import { describe, expect, it } from 'vitest';
import { cutToEm, svgBox, svgDocument, svgText, widthEm } from '../../../../commands/mod/usage/chart.ts';

describe('drawings', () => {
  it('hold text that is neither markup nor unreadable for XML', () => {
    const text = svgText({ x: 1, y: 2 }, 'a <b> & "c" \u0000\u001b\uD800\uFFFF', { sizePx: 10, fill: '#fff' });
    expect(text).toBe('<text x="1" y="2" text-anchor="start" font-size="10" fill="#fff">a &lt;b&gt; &amp; "c" </text>');
  });

  it('turn, outline and embolden text', () => {
    const look = {
      sizePx: 10,
      fill: '#fff',
      anchor: 'middle',
      isBold: true,
      halo: '#000',
      turnedDegrees: -90,
    } as const;
    expect(svgText({ x: 1, y: 2 }, 'a', look)).toBe(
      '<text x="1" y="2" text-anchor="middle" transform="rotate(-90 1 2)" font-size="10" fill="#fff" font-weight="bold" stroke="#000" stroke-width="8" paint-order="stroke">a</text>',
    );
  });

  it('are whole documents', () => {
    const box = svgBox({ x: 0, y: 0, widthPx: 5, heightPx: 6 }, '#123');
    expect(svgDocument({ widthPx: 5, heightPx: 6 }, [box])).toMatch(
      /^<svg [^>]+width="5" height="6"[^>]*><rect [^>]+\/><\/svg>$/u,
    );
  });

  it('cut lines to a width', () => {
    expect(cutToEm('short', 10)).toBe('short');
    expect(cutToEm('an ordinary line of text', 8)).toMatch(/^an ordinar.*…$/u);
    for (const text of ['W'.repeat(40), '漢'.repeat(40), '🦊'.repeat(40), 'a'.repeat(40)]) {
      const cut = cutToEm(text, 8);
      expect(cut.endsWith('…')).toBe(true);
      expect(widthEm(cut)).toBeLessThanOrEqual(8);
      expect(cut).not.toMatch(/\p{Cs}/u);
    }
  });
});
