import { describe, expect, it } from 'vitest';
import { createCatalog, noChanges } from '#catalog/catalog.ts';
import { balanceText, helpCard, jobLabel, jobsText } from '#discord/texts/answers.ts';
import { linkedText, progressLine, progressText, resultText } from '#discord/texts/result.ts';
import { cut, escapeText, inlineCode } from '#i18n/escape.ts';
import type { Job } from '#jobs/job.ts';
import { commands } from '../../commands/index.ts';
import { modelsPageText, modelText, pagesOfModels } from '../../commands/models/view.ts';
import { job } from '../discord/support/samples.ts';

const longJob: Job = {
  ...job,
  modelTitle: '*'.repeat(500),
  settings: { ...job.settings, prompt: '*_🦊'.repeat(3000) },
};
const image = { bytes: new Uint8Array(1), format: 'png', widthPx: 1024, heightPx: 768 } as const;
const { models } = createCatalog(noChanges, new Set(['runninghub', 'runcomfy']));

describe('words of a member', () => {
  it('come out with no formatting, mention, link or invite', () => {
    expect(escapeText('**a** @everyone <@1> https://x.y/z discord.gg/q', 200)).toBe(
      '\\*\\*a\\*\\* \\@everyone \\<\\@1\\> https\\:\\/\\/x\\.y\\/z discord\\.gg\\/q',
    );
  });

  it('stay on one line and lose what turns the direction of writing', () => {
    expect(escapeText(' a\n\n# b\u202Ec\u0000 ', 100)).toBe('a \\# bc');
  });

  it.each([1, 2, 3, 10, 11, 12])('are cut to %i characters, never in the middle of one', (max) => {
    const shown = escapeText('*🦊'.repeat(20), max);
    expect(shown.length).toBeLessThanOrEqual(max);
    expect(shown).toMatch(/^(?:\\\*|🦊)*…$/u);
    expect(cut('🦊'.repeat(20), max)).toMatch(/^🦊*…$/u);
  });

  it('cannot end inline code', () => {
    expect(inlineCode('a`b')).toBe("`a'b`");
    expect(inlineCode('')).toBe('` `');
  });
});

describe('progress', () => {
  it('shows the place in the queue and a countdown that runs by itself', () => {
    expect(progressLine({ kind: 'queued', ahead: 3, expectedAtMs: 1_700_000_001_234 })).toBe(
      'In the queue, 3 ahead · ready <t:1700000005:R>',
    );
    expect(progressLine({ kind: 'queued', ahead: 0, expectedAtMs: null })).toBe('Next in the queue…');
    expect(progressLine({ kind: 'queued', ahead: null, expectedAtMs: null })).toBe('In the queue…');
  });

  it('shows how much is done', () => {
    expect(progressLine({ kind: 'running', fraction: 0.42, expectedAtMs: null })).toBe('Painting ▰▰▰▰▱▱▱▱▱▱ 42 %…');
    expect(progressLine({ kind: 'running', fraction: 7, expectedAtMs: null })).toBe('Painting ▰▰▰▰▰▰▰▰▰▰ 100 %…');
    expect(progressLine({ kind: 'running', fraction: null, expectedAtMs: null })).toBe('Painting…');
  });

  it('says what a late job means for the credits', () => {
    expect(progressLine({ kind: 'overdue', untilMs: 1_700_000_000_000 })).toContain(
      'your credits stay set aside until then',
    );
    expect(progressLine({ kind: 'starting' })).toBe('Sending it to the image service…');
    expect(progressLine({ kind: 'cancelling' })).toContain('stop');
  });

  it('fits a message however long the prompt is', () => {
    expect(progressText(longJob, { kind: 'overdue', untilMs: 1 }).length).toBeLessThanOrEqual(2000);
  });
});

describe('a result', () => {
  it('says everything needed to make it again, what it cost and how long it took', () => {
    expect(resultText({ job: { ...job, charged: 5 }, media: [image], tookMs: 12_300 })).toBe(
      '**a fox**\n-# FLUX\\.2 Klein 9B · 1024×768 · 8 steps · quality high · resolution 1k · LoRA ink\\_style\\.safetensors at 0.8 · PNG · 5 credits · 12 s · for <@1200000000000000004>',
    );
  });

  it('shows host and path of a LoRA that was typed as an address, and no key that is in it', () => {
    const loras = [{ file: 'https://example.com/a/1?token=SECRET', strength: 1 }];
    const text = resultText({ job: { ...job, settings: { ...job.settings, loras } }, media: [], tookMs: 1 });
    expect(text).toContain('LoRA https\\:\\/\\/example\\.com\\/a\\/1 at 1');
    expect(text).not.toContain('SECRET');
  });

  it("names the trigger words of the server's LoRA", () => {
    const lora = { file: 'ink', strength: 1, triggerWords: ['ink wash', 'sumi'] };
    const text = resultText({
      job: { ...job, settings: { ...job.settings, loras: [lora] } },
      media: [image],
      tookMs: 1,
    });
    expect(text).toContain('LoRA ink at 1 with “ink wash, sumi” · ');
  });

  it('leaves out what the model does not have', () => {
    const settings = { ...job.settings, steps: null, quality: null, resolution: null, format: null, loras: [] };
    expect(resultText({ job: { ...job, settings }, media: [], tookMs: 200_000 })).toBe(
      '**a fox**\n-# FLUX\\.2 Klein 9B · 7 credits · 3 min 20 s · for <@1200000000000000004>',
    );
  });

  it('fits a message with its link however long the prompt is', () => {
    const lora = { file: '_'.repeat(200), strength: 1, triggerWords: ['_'.repeat(300)] };
    const long = { ...longJob, settings: { ...longJob.settings, loras: [lora] } };
    const text = resultText({ job: long, media: [image], tookMs: 1 });
    expect(linkedText('https://discord.com/channels/1/2/3', '4', text).length).toBeLessThanOrEqual(2000);
    expect(linkedText(null, '4', 'x')).toBe('For <@4>:\nx');
  });
});

describe('answers', () => {
  it('show a balance', () => {
    const balance = {
      allowance: { credits: 100, period: 'day' },
      allowanceLeft: 60,
      renewsAtMs: 1_700_000_000_000,
      bonus: 1,
      held: 7,
      pool: 500,
      spendable: 61,
    } as const;
    const text = balanceText(balance, null);
    expect(text).toContain('**61 credits**');
    expect(text).toContain('60 of 100 left today');
    expect(text).toContain('Bonus: 1 credit\n');
    expect(text).toContain('pool: 500 credits');
    expect(balanceText({ ...balance, pool: 'unlimited' }, null)).toContain('pool: unlimited');
  });

  it('list jobs within one message', () => {
    expect(jobsText([], [])).toBe('You have no requests in the making.');
    const open = Array.from({ length: 50 }, () => ({ job: longJob, progress: { kind: 'starting' } as const }));
    expect(jobsText(open, []).length).toBeLessThanOrEqual(2000);
    expect(jobLabel(longJob).length).toBeLessThanOrEqual(100);
  });

  it('list models within one message, whatever their texts', () => {
    const [model] = models;
    if (!model) throw new Error('no models');
    const wordy = { ...model, title: '*'.repeat(100), description: '*'.repeat(100), id: 'i'.repeat(100) };
    for (const model of [wordy, { ...wordy, title: 'a', description: 'b', id: 'c' }]) {
      const all = Array.from({ length: 300 }, () => ({ model, credits: 1_000_000 }));
      const pages = pagesOfModels(all);
      expect(pages.flat()).toEqual(all);
      for (const page of pages) expect(modelsPageText(page, 998, 999).length).toBeLessThanOrEqual(2000);
    }
    expect(modelsPageText([], 3, 10)).toContain('(page 4 of 10)');
    expect(pagesOfModels([])).toEqual([[]]);
  });

  it('list the built-in models in three messages', () => {
    expect(pagesOfModels(models.map((model) => ({ model, credits: 100 })))).toHaveLength(3);
  });

  it.each(models.map((model) => [model.id, model] as const))('tell everything about %s', (id, model) => {
    const text = modelText({ model, credits: 7 });
    expect(text).toContain(`\`${id}\``);
    expect(text).toContain('· 7 credits');
    expect(text).toContain('Sizes: ');
    expect(text.length).toBeLessThanOrEqual(2000);
  });

  it.each([
    ['flux-2-klein-9b', 'edits 1 picture', '- Edits: 1 picture, with `/edit`\n'],
    ['nano-banana-2', 'edits up to 3 pictures', '- Edits: up to 3 pictures, with `/edit`\n'],
    ['qwen-image-edit-2511', 'edits up to 3 pictures', '- Edits: up to 3 pictures, with `/edit` only\n'],
    ['midjourney-v7', 'edits 1 picture', '- Edits: looks at 1 picture, with `/edit`\n'],
  ])('tell what %s does with pictures', (modelId, inList, inFull) => {
    const model = models.find(({ id }) => id === modelId);
    if (!model) throw new Error('no such model');
    expect(modelsPageText([{ model, credits: 7 }], 0, 1)).toContain(`· ${inList}\n`);
    expect(modelText({ model, credits: 7 })).toContain(inFull);
  });

  it('tell nothing of pictures where a model takes none', () => {
    const model = models.find(({ id }) => id === 'qwen-image-2512');
    if (!model) throw new Error('no such model');
    expect(modelsPageText([{ model, credits: 7 }], 0, 1)).not.toContain('· edits');
    expect(modelText({ model, credits: 7 })).not.toContain('Edits');
  });

  it('tell about a model with everything a model can have', () => {
    const [model] = models;
    const [route] = model?.routes ?? [];
    if (!model || !route) throw new Error('no models');
    const known = Array.from({ length: 9 }, (_, at) => ({ title: `Ink ${at}`, file: `ink${at}.safetensors` }));
    const loras = { known, minStrength: -1, maxStrength: 2, defaultStrength: 1 };
    const choice = { values: ['low', 'high'], default: 'low' };
    const full = { ...route, steps: { min: 1, max: 9, default: 4 }, qualities: choice, resolutions: choice, loras };
    const bare = {
      ...route,
      steps: null,
      qualities: null,
      resolutions: null,
      loras: { ...loras, known: [] },
      formats: [],
    };
    const text = modelText({ model: { ...model, adult: true, routes: [full, bare] }, credits: 7 });
    expect(text).toContain(
      "Ink 7 and 1 more, or any file name from the service's library; strength -1 to 2; or any file name",
    );
    expect(text).toContain('Quality: low, high; default low');
    expect(text).toContain('- Age-restricted channels only');
  });

  it('name every command in the help', () => {
    const card = JSON.stringify(helpCard(new Map()));
    const missing = commands.map(({ data }) => data.name).filter((name) => !new RegExp(`/${name}\\b`).test(card));
    const advice = 'add help.NAME to src/i18n/en/answers.ts, and NAME to helpLines of src/discord/texts/answers.ts';
    expect(missing.map((name) => `/${name}: ${advice.replaceAll('NAME', name)}`)).toEqual([]);
  });
});
