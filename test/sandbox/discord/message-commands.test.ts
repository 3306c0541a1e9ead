import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCommands } from '../../../sandbox/discord/command-body.ts';
import { createScriptedBot } from '../../discord/support/scripted-bot.ts';
import { type Stage, startStage } from '../../discord/support/stage.ts';
import { pngBytes } from '../../support/inputs.ts';

const name = 'Edit with Easel';
let stage: Stage;
beforeAll(async () => {
  stage = await startStage(createScriptedBot());
});
afterAll(() => stage.stop());

describe('a command of a message’s menu', () => {
  it('is registered without description and options, and refused with either', () => {
    expect(readCommands([{ type: 3, name }])).toMatchObject([{ type: 3, name }]);
    const option = { type: 3, name: 'x', description: 'x' };
    expect(() => readCommands([{ type: 3, name, description: 'x' }])).toThrow();
    expect(() => readCommands([{ type: 3, name, options: [option] }])).toThrow();
  });

  it('is chosen on a message that the person sees, in its own channel', async () => {
    const message = await stage.alice.say('look', { files: [{ name: 'cat.png', bytes: pngBytes() }] });
    const elsewhere = stage.alice.in(stage.server.addChannel({ name: 'elsewhere' }));
    expect(() => stage.alice.useOn(message, 'Nothing')).toThrow(
      'There is no message command "Nothing"; there is: Edit with Easel, Upscale with Easel, Animate with Easel.',
    );
    expect(() => elsewhere.useOn(message, name)).toThrow('in another channel');
    expect(() => stage.alice.useOn({ id: '1' }, name)).toThrow('is gone');
    expect(() => stage.alice.slash(`/${name}`)).toThrow('There is no command');
    expect(['message', 'modal']).toContain((await stage.alice.useOn(message, name).firstAnswer()).kind);
  });
});

it('an ordinary message shows its files and what its links unfold to', async () => {
  const embeds = [{ type: 'image', thumbnail: { url: 'https://elsewhere.example/a.png' } }];
  const message = await stage.alice.say('look', { files: [{ name: 'a.webp', bytes: new Uint8Array(1) }], embeds });
  expect(message).toMatchObject({ attachments: [{ filename: 'a.webp', content_type: 'image/webp' }], embeds });
});
