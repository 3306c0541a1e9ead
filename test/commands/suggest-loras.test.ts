import { describe, expect, it } from 'vitest';
import type { LoraRule } from '#catalog/model.ts';
import { suggestLoraList } from '../../commands/suggest.ts';
import { guildLoraOf } from '../support/guild-loras.ts';
import { modelOf, routeOf } from '../support/requests.ts';

const rule: LoraRule = {
  known: [{ title: 'Sumi', file: 'someone/sumi' }],
  minStrength: 0,
  maxStrength: 2,
  defaultStrength: 1,
};
const list = { key: 'loras', file: 'path', strength: 'scale' };
const one = modelOf(routeOf({ loras: rule }));
const two = modelOf(routeOf({ loras: { ...rule, most: 2, list } }));
const own = [guildLoraOf({ title: 'Ink Wash', file: 'someone/ink', modelId: two.id })];
const nothingHidden = { own, hidden: new Set<string>() };
const names = (model: typeof one, typed: string, choices = nothingHidden) =>
  suggestLoraList(model, typed, choices).map(({ name }) => name);

describe('suggestions of LoRAs', () => {
  it('stay with the names before the last comma where the model takes several', () => {
    expect(names(two, 'in')).toEqual(['Ink Wash']);
    expect(suggestLoraList(two, 'someone/ink:0.8,  su', nothingHidden)).toEqual([
      { name: 'someone/ink:0.8, Sumi', value: 'someone/ink:0.8, someone/sumi' },
    ]);
    expect(names(two, 'a, b, su')).toEqual([]);
    expect(names(one, 'Ink Wash, su')).toEqual([]);
    expect(names(one, 'someone/else')).toEqual(['someone/else']);
  });

  it('leave out what is hidden here, also behind a comma', () => {
    const choices = { own: [], hidden: new Set(['someone/sumi']) };
    expect(names(two, 'sumi', choices)).toEqual([]);
    expect(names(two, 'x.safetensors, sumi', choices)).toEqual([]);
    expect(names(two, 'https://huggingface.co/Someone/Sumi', choices)).toEqual([]);
    const long = { known: [{ title: 'Long', file: `someone/${'X'.repeat(120)}` }] };
    const hidden = new Set([`someone/${'x'.repeat(120)}`]);
    expect(names(modelOf(routeOf({ loras: { ...rule, ...long } })), 'long', { own: [], hidden })).toEqual([]);
  });

  it('leave out what would be too long for Discord', () => {
    expect(names(two, `https://example.com/${'x'.repeat(90)}, sumi`)).toEqual([]);
  });
});
