import { describe, expect, it } from 'vitest';
import { guildSettingsSchema } from '#guilds/guild-settings.ts';
import { applyGuildLoras, guildLoraSchema, knownLorasOf, loraRulesOf } from '#loras/guild-lora.ts';
import { guildLoraOf, manyGuildLoras } from '../support/guild-loras.ts';
import { modelOf, requestOf, requestWith, routeOf } from '../support/requests.ts';
import { refusedWith } from '../support/said.ts';

const rule = { known: [{ title: 'House', file: 'house.st' }], minStrength: -2, maxStrength: 2, defaultStrength: 1 };
const model = modelOf(routeOf(), routeOf({ loras: rule }), routeOf({ provider: 'runcomfy', loras: rule }));
const row = guildLoraOf({ modelId: model.id, triggerWords: ['ink wash', 'sumi-e'] });
const applied = { file: row.file, strength: 0.8, triggerWords: row.triggerWords };
const promptOf = (prompt: string, triggerWords: string[]) => {
  const request = { ...requestWith({ lora: row.title }), prompt };
  return applyGuildLoras(request, model, [{ ...row, triggerWords }]).request.prompt;
};

describe("a row of a guild's library", () => {
  it.each([
    { file: ' F.1-水墨\u0301 .safetensors ' },
    { file: '墨'.repeat(200) },
    { defaultStrength: -0.5, minStrength: -1 },
    { title: 't'.repeat(100), triggerWords: Array.from({ length: 20 }, (_, at) => `word ${at}`) },
  ])('%j is kept as it is', (changes) => {
    expect(guildLoraSchema.parse(guildLoraOf(changes))).toEqual(guildLoraOf(changes));
  });

  it.each([
    { title: '' },
    { title: ' ' },
    { title: 't'.repeat(101) },
    { title: 'two\nlines' },
    { file: '' },
    { file: 'x'.repeat(201) },
    { file: 'tab\t.safetensors' },
    { defaultStrength: 0, minStrength: -1 },
    { defaultStrength: 0.805 },
    { defaultStrength: 0.1 },
    { defaultStrength: 1.3 },
    { minStrength: -101 },
    { maxStrength: 101 },
    { triggerWords: [''] },
    { triggerWords: ['a\u0000b'] },
    { triggerWords: Array.from({ length: 21 }, (_, at) => `word ${at}`) },
  ])('%j does not fit', (changes) => {
    expect(guildLoraSchema.safeParse(guildLoraOf(changes)).success).toBe(false);
  });

  it('is one of 2,000 at most', () => {
    expect(guildSettingsSchema.safeParse({ loras: manyGuildLoras(2_000) }).success).toBe(true);
    expect(guildSettingsSchema.safeParse({ loras: manyGuildLoras(2_001) }).success).toBe(false);
    expect(guildSettingsSchema.parse({}).loras).toEqual([]);
  });
});

describe('a LoRA that is picked', () => {
  it.each([row.title, row.file])('as %s brings its file, its usual strength and its words', (lora) => {
    const wish = applyGuildLoras(requestWith({ lora }), model, [guildLoraOf({ title: 'Other', file: 'other' }), row]);
    expect(wish).toMatchObject({ applied: [applied], isAdult: false });
    expect(wish.request).toMatchObject({
      prompt: 'a lighthouse in the rain, ink wash, sumi-e',
      loras: [{ name: row.file, strength: 0.8 }],
    });
  });

  it('has the strength that was typed within its range, ends included', () => {
    const strengthOf = (loraStrength: number) =>
      applyGuildLoras(requestWith({ lora: row.title, loraStrength }), model, [row]).applied[0]?.strength;
    expect([strengthOf(0.2), strengthOf(1.2)]).toEqual([0.2, 1.2]);
    for (const wrong of [0.19, 1.21]) {
      expect(refusedWith(() => strengthOf(wrong))).toEqual({
        code: 'refused.options',
        facts: { option: 'lora_strength', value: String(wrong), allowed: '0.2 to 1.2 for this LoRA' },
      });
    }
  });

  it('adds only the words that the prompt does not have as words of their own', () => {
    expect(promptOf('An INK wash of a fox', ['ink wash', 'sumi'])).toBe('An INK wash of a fox, sumi');
    expect(promptOf('a pink fox', ['ink'])).toBe('a pink fox, ink');
    expect(promptOf('a fox (style+1)', ['(style+1)', 'a|b'])).toBe('a fox (style+1), a|b');
    expect(promptOf('a fox, ink', ['ink'])).toBe('a fox, ink');
    expect(promptOf(promptOf('a fox', ['ink', 'sumi']), ['ink', 'sumi'])).toBe('a fox, ink, sumi');
  });

  it('does not make a prompt out of none', () => {
    expect(promptOf(' ', ['ink'])).toBe(' ');
  });

  it('is any other file name as before', () => {
    for (const lora of ['mine.safetensors', 'house.st', '墨 (1).safetensors']) {
      const request = requestWith({ lora, loraStrength: 1.9 });
      expect(applyGuildLoras(request, model, [row])).toEqual({
        request: { ...request, loras: [{ name: lora, strength: 1.9 }] },
        applied: [],
        isAdult: false,
      });
    }
    expect(applyGuildLoras(requestOf(), model, [row])).toEqual({
      request: { ...requestOf(), loras: [] },
      applied: [],
      isAdult: false,
    });
  });

  it.each(['House', 'house', ' ＨＯＵＳＥ ', 'HOUSE.st', 'HOUSE\u200b'])(
    "by the title or file of the catalogue, in whatever letters (%j), is the catalogue's file",
    (lora) => {
      const loras = [{ name: 'house.st', strength: 1 }];
      expect(applyGuildLoras(requestWith({ lora, loraStrength: 1 }), model, [row]).request.loras).toEqual(loras);
    },
  );

  it('by an address of the catalogue, in another spelling, is sent as it was typed: a path may tell letters apart', () => {
    const file = 'https://loras.example/ink.safetensors';
    const hosted = modelOf(routeOf({ loras: { ...rule, known: [{ title: 'Hosted', file }] } }));
    const sent = (lora: string) => applyGuildLoras(requestWith({ lora }), hosted, []).request.loras;
    expect(sent('Hosted')).toMatchObject([{ name: file }]);
    const typed = 'HTTPS://loras.example/ink.safetensors';
    expect(sent(typed)).toMatchObject([{ name: typed }]);
  });

  it('by its file without the ending is that file', () => {
    const lora = row.file.replace('.safetensors', '');
    expect(applyGuildLoras(requestWith({ lora }), model, [row]).applied).toEqual([applied]);
  });

  it.each(['Huose', 'ink_wahs', 'v1.5', 'a style', 'mine'])(
    'is refused where it is neither a title nor a file: %j',
    (lora) => {
      expect(refusedWith(() => applyGuildLoras(requestWith({ lora }), model, [row]))).toMatchObject({
        code: 'refused.options',
        facts: { option: 'lora', value: lora },
      });
    },
  );

  it('names what may have been meant', () => {
    const { facts } = refusedWith(() => applyGuildLoras(requestWith({ lora: 'Ink Wahs' }), model, [row])) ?? {
      facts: {},
    };
    expect(facts).toMatchObject({ nearest: ['Ink Wash'] });
  });

  it('of the catalogue is not sent to another model as a file name', () => {
    const other = { ...modelOf(routeOf({ loras: { ...rule, known: [] } })), id: 'plain' };
    expect(
      refusedWith(() => applyGuildLoras(requestWith({ lora: 'ＨＯＵＳＥ' }), other, [], [other, model])),
    ).toMatchObject({
      facts: { option: 'lora', allowed: 'a LoRA for Some Model; this one is for some-model' },
    });
  });

  it.each([row.title.toLowerCase(), ` ${row.title}\u200b`, 'ＩＮＫ  WASH'])(
    'by its title in another spelling (%j) is the same: its file is sent',
    (lora) => {
      const wish = applyGuildLoras(requestWith({ lora }), model, [row]);
      expect(wish.applied).toEqual([applied]);
      expect(wish.request.loras).toEqual([{ name: row.file, strength: 0.8 }]);
    },
  );

  it.each(['f.2-水墨_V2.SAFETENSORS', ` ${row.file}`, 'F.2-水墨_v2\u200b.safetensors', 'Ｆ.2-水墨_v2.safetensors'])(
    'by its file in another spelling (%j) is the same, and what was typed is sent letter by letter',
    (lora) => {
      const wish = applyGuildLoras(requestWith({ lora }), model, [{ ...row, isAdult: true }]);
      expect(wish).toMatchObject({ applied: [{ ...applied, file: lora }], isAdult: true });
      expect(wish.request).toMatchObject({
        prompt: 'a lighthouse in the rain, ink wash, sumi-e',
        loras: [{ name: lora, strength: 0.8 }],
      });
      expect(refusedWith(() => applyGuildLoras(requestWith({ lora, loraStrength: 1.3 }), model, [row]))).toMatchObject({
        code: 'refused.options',
        facts: { option: 'lora_strength', value: '1.3' },
      });
    },
  );

  it('is not sent as a file name where its title belongs to another model', () => {
    const foreign = { ...row, modelId: 'other-model' };
    expect(refusedWith(() => applyGuildLoras(requestWith({ lora: row.title }), model, [foreign]))).toMatchObject({
      facts: { option: 'lora', value: 'Ink Wash', allowed: 'a LoRA for Some Model; this one is for other-model' },
    });
    const known = { ...foreign, title: 'House' };
    expect(applyGuildLoras(requestWith({ lora: 'House' }), model, [known]).applied).toEqual([]);
    expect(applyGuildLoras(requestWith({ lora: row.file }), model, [foreign]).applied).toEqual([]);
  });

  it('is adult by its file, however it is called and whichever model runs it', () => {
    const adult = guildLoraOf({ title: 'Night', file: 'house.st', modelId: 'other-model', isAdult: true });
    const isAdult = (lora: string, rows = [adult, row]) => applyGuildLoras(requestWith({ lora }), model, rows).isAdult;
    expect([isAdult('House'), isAdult('house.st'), isAdult('other.st'), isAdult(row.title)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(isAdult(row.title, [{ ...row, isAdult: true }])).toBe(true);
  });

  it.each([
    ...['owner/lewd', 'Owner/Lewd:0.5', 'https://huggingface.co/owner/lewd', 'https://hf.co/owner/lewd/blob/main/a.st'],
    ...['https://HOST.example/lewd.st', 'https://host.example/lewd.st?x', 'https://host.example/lewd.st?x:0.5'],
    ...['https://host.example/lewd.st#x', 'https://host.example:443/lewd.st', 'https://u:p@host.example/lewd.st'],
    ...[
      'https://host.example/./lewd.st',
      'https://host.example/%6cewd.st',
      'a.safetensors, https://host.example/b/../lewd.st',
    ],
    ...[
      'Night',
      'night ',
      'NIGHT.safetensors',
      'night.safetensors :0.5',
      'night.safetensors\u200b',
      ' Night, a.safetensors',
    ],
  ])('is adult in every spelling: %j', (lora) => {
    const files = ['owner/lewd', 'https://host.example/lewd.st', 'Night.safetensors'];
    const rows = files.map((file, at) => {
      const title = at === 2 ? 'Night' : `Adult ${at}`;
      return guildLoraOf({ title, file, modelId: model.id, minStrength: 0, isAdult: true });
    });
    const taker = modelOf(routeOf({ loras: { ...rule, names: 'path' } }));
    expect(applyGuildLoras(requestWith({ lora }), taker, rows).isAdult).toBe(true);
    const elsewhere = rows.map((row) => ({ ...row, title: `${row.title} elsewhere`, modelId: 'other-model' }));
    const isTitle = /^\s*night\s*(?:,|$)/iu.test(lora);
    expect(applyGuildLoras(requestWith({ lora }), taker, elsewhere).isAdult).toBe(!isTitle);
  });
});

describe("a model's LoRAs", () => {
  it('are those of all its routes, each once', () => {
    expect(loraRulesOf(model)).toEqual([rule, rule]);
    expect(knownLorasOf(model)).toEqual(rule.known);
    expect([loraRulesOf(modelOf(routeOf())), knownLorasOf(modelOf(routeOf()))]).toEqual([[], []]);
  });
});
