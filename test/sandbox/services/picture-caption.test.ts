import { expect, test } from 'vitest';
import { cleanText, drawCaption, wrapText } from '../../../sandbox/services/picture-caption.ts';

test('control, formatting and unpaired characters are removed', () => {
  expect(cleanText('a\u0000b\u202Ec\uD800d\ne')).toBe('a b c d e');
});

test('a long text is broken between words and ends with an ellipsis', () => {
  const lines = wrapText('one two three four five six seven', 5, 2);
  expect(lines).toEqual(['one two', 'three…']);
});

test('a text without spaces and a text in a wide script break anywhere', () => {
  expect(wrapText('aaaaaaaaaaaaaaaa', 5, 9).join('')).toBe('aaaaaaaaaaaaaaaa');
  expect(wrapText('雪山下的宁静湖泊', 4, 9)).toEqual(['雪山下的', '宁静湖泊']);
});

test('markup in a prompt stays text', () => {
  const size = { widthPx: 512, heightPx: 512 };
  const svg = drawCaption({ title: 'a & b', prompt: '<image href="x"/>', note: null }, size);
  expect(svg).toContain('a &amp; b');
  expect(svg).toContain('&lt;image href=&quot;x&quot;/&gt;');
});

test('a picture too small to read has no caption', () => {
  expect(drawCaption({ title: 't', prompt: 'p', note: null }, { widthPx: 64, heightPx: 64 })).toBe('');
});
