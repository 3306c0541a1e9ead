import { describe, expect, it } from 'vitest';
import { labelPicture, settingsInFile } from '#discord/replies/deliver.ts';
import type { ImageFile } from '#media/media.ts';
import { stripText } from '#media/png-text.ts';
import { picture, pngWithChunk } from '../../support/http/pictures.ts';
import { job } from '../support/samples.ts';

const enough = 10_000_000;
const fileOf = (bytes: Uint8Array, format: ImageFile['format'] = 'png'): ImageFile => ({
  bytes,
  format,
  widthPx: 48,
  heightPx: 32,
});
const textOf = ({ bytes }: ImageFile) => Buffer.from(bytes).toString('latin1');

describe('a finished picture', () => {
  it('tells how it was made, and nothing of the service’s own', async () => {
    const labelled = labelPicture(fileOf(await pngWithChunk('tEXt', 'workflow\0all of it')), job, enough);
    expect(textOf(labelled)).toContain('a fox\nSteps: 8, Size: 48x32, Model: FLUX.2 Klein 9B');
    expect(textOf(labelled)).not.toContain('workflow');
    expect(labelled).toMatchObject({ format: 'png', widthPx: 48, heightPx: 32 });
  });

  it('tells it behind a spoiler and in private too', async () => {
    const hidden = { ...job, isSpoiler: true, replyTo: { ...job.replyTo, isPrivate: true } };
    expect(textOf(labelPicture(fileOf(await picture('png')), hidden, enough))).toContain('a fox');
  });

  it('tells nothing where the server does not want it', async () => {
    const png = await pngWithChunk('tEXt', 'workflow\0all of it');
    const bare = labelPicture(fileOf(png), { ...job, isUnlabelled: true }, enough);
    expect(textOf(bare)).not.toMatch(/fox|workflow|Easel/);
  });

  it('tells nothing where that would make it too heavy', async () => {
    const png = await picture('png');
    const labelled = labelPicture(fileOf(png), job, enough).bytes.byteLength;
    expect(labelPicture(fileOf(png), job, labelled).bytes.byteLength).toBe(labelled);
    expect(labelPicture(fileOf(png), job, labelled - 1).bytes).toEqual(stripText(png));
  });

  it.each(['jpeg', 'webp'] as const)('stays as it is as a %s', async (format) => {
    const file = fileOf(await picture(format), format);
    expect(labelPicture(file, job, enough)).toBe(file);
    expect(labelPicture(file, { ...job, isUnlabelled: true }, enough)).toBe(file);
  });
});

describe('the settings of a picture', () => {
  const size = { ...fileOf(new Uint8Array()), widthPx: 1024, heightPx: 768 };

  it('are the prompt and a line that the field’s tools read', () => {
    expect(settingsInFile(job, size)).toBe(
      'a fox\nSteps: 8, Size: 1024x768, Model: FLUX.2 Klein 9B, Quality: high, Resolution: 1k, LoRA: ink_style.safetensors at 0.8, Version: Easel',
    );
  });

  it('leave out what was not chosen, and put what could be misread in quotes', () => {
    const plain = { ...job.settings, prompt: 'a fox,\nasleep', steps: null, quality: null, resolution: null };
    const odd = { ...job, modelTitle: 'Model: "X", v2', settings: { ...plain, loras: [] } };
    expect(settingsInFile(odd, size)).toBe(
      'a fox,\nasleep\nSize: 1024x768, Model: "Model: \\"X\\", v2", Version: Easel',
    );
  });

  it('tell the seed, and what shall not be there', () => {
    const form = { seed: 77, negative: 'rain' };
    expect(settingsInFile({ ...job, settings: { ...job.settings, form } }, size)).toContain(
      'a fox\nNegative prompt: rain\nSteps: 8, Seed: 77, Size: 1024x768',
    );
  });

  it('hold no key that was typed with the address of a LoRA', () => {
    const loras = [{ file: 'https://example.org/oil?token=SECRET', strength: 1 }];
    const text = settingsInFile({ ...job, settings: { ...job.settings, loras } }, size);
    expect(text).toContain('https://example.org/oil at 1');
    expect(text).not.toContain('SECRET');
  });

  it('name every LoRA, in the order typed', () => {
    const loras = [
      { file: 'ink.safetensors', strength: 0.8 },
      { file: 'https://example.org/oil.safetensors', strength: 1 },
    ];
    const text = settingsInFile({ ...job, settings: { ...job.settings, loras } }, size);
    expect(text).toContain(', LoRA: "ink.safetensors at 0.8; https://example.org/oil.safetensors at 1", Version');
  });

  it('name nobody and no place', () => {
    const text = settingsInFile(job, size);
    for (const id of [job.id, job.userId, job.guildId, job.channelId]) expect(text).not.toContain(id);
  });
});
