import { ApplicationCommandOptionType } from 'discord.js';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandCall } from '#discord/interactions/calls.ts';
import { type CommandDefinition, readOptions } from '#discord/interactions/options.ts';
import type { SourceImage } from '#media/media.ts';
import type { Command } from '../../../commands/command.ts';
import type { PersonFile } from '../../../sandbox/discord/files.ts';
import { createScriptedBot } from '../support/scripted-bot.ts';
import { type Stage, startStage } from '../support/stage.ts';

const type = ApplicationCommandOptionType.Attachment;
const data = {
  name: 'frame',
  description: 'Frames a picture',
  options: [
    { type, name: 'picture', description: 'Framed', required: true },
    { type, name: 'frame', description: 'Around it' },
  ],
} as const satisfies CommandDefinition;

let stage: Stage;
const calls: CommandCall[] = [];
const frame: Command = {
  data,
  async run(call) {
    calls.push(call);
    await call.answer({ content: 'framed', buttons: [] });
  },
};
beforeAll(async () => {
  stage = await startStage(createScriptedBot(), { fileLimitBytes: 10_000 }, [frame]);
});
afterAll(() => stage.stop());

/** What the command was handed for each of its options. */
async function received(
  attachments: Readonly<Record<string, PersonFile>>,
): Promise<Record<'picture' | 'frame', SourceImage | null>> {
  calls.length = 0;
  await stage.alice.slash('/frame', attachments).firstAnswer();
  const [call] = calls;
  if (call === undefined) throw new Error('the command did not run');
  const options = readOptions(data.options, call.options);
  const file = (id: string | null) => call.resolvedAttachments.get(id ?? '') ?? null;
  return { picture: file(options.requiredId('picture')), frame: file(options.id('frame')) };
}

describe('a file that goes with a command', () => {
  it('is known by the id in its option, with what Discord tells of it, and can be fetched', async () => {
    const bytes = await sharp({ create: { width: 3, height: 2, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const { picture, frame } = await received({ picture: { name: 'my fox.png', bytes } });
    expect(frame).toBeNull();
    expect(picture).toMatchObject({
      name: 'my_fox.png',
      bytes: bytes.byteLength,
      mediaType: 'image/png',
      widthPx: 3,
      heightPx: 2,
    });
    expect(picture?.url).toMatch(new RegExp(`^${stage.sandbox.cdnBase}/ephemeral-attachments/`));
    expect(Buffer.from(await (await fetch(picture?.url ?? '')).arrayBuffer())).toEqual(bytes);
  });

  it('is told apart from another one of the same name', async () => {
    const file = (text: string) => ({ name: 'a.bin', bytes: Buffer.from(text) });
    const { picture, frame } = await received({ picture: file('x'), frame: file('xyz') });
    expect([picture?.bytes, frame?.bytes]).toEqual([1, 3]);
    expect(picture?.mediaType).toBe('application/octet-stream');
  });

  it('is what the sender calls it: neither type nor size is proven', async () => {
    const lie = { name: 'fox.png', bytes: Buffer.from('text'), mediaType: 'image/webp' };
    const { picture } = await received({ picture: lie });
    expect(picture).toMatchObject({ mediaType: 'image/webp', widthPx: null, heightPx: null });
  });

  it('is asked for where it is required', () => {
    expect(() => stage.alice.slash('/frame')).toThrow('"picture" of /frame is required');
  });
});
