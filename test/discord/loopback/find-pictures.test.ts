import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channelId, messageId } from '#core/ids.ts';
import { createFindPictures } from '#discord/messages/find.ts';
import type { FindPictures } from '#members/pending-edits.ts';
import { pngBytes } from '../../support/inputs.ts';
import { createScriptedBot } from '../support/scripted-bot.ts';
import { type Stage, startStage } from '../support/stage.ts';

let stage: Stage;
let find: FindPictures;
beforeAll(async () => {
  stage = await startStage(createScriptedBot());
});
afterAll(() => stage.stop());
beforeEach(() => {
  stage.sandbox.faults.clear();
  find = createFindPictures(stage.discord.routes, stage.replies.retryDeps);
});

describe('the pictures of a message, looked up', () => {
  it('are there for a message that the bot may read, and for nobody else’s', async () => {
    const channel = channelId(stage.alice.channelId);
    const file = { name: 'cat.png', bytes: pngBytes() };
    const silent = await stage.alice.say('look', { files: [file] });
    const open = await stage.alice.say(`look <@${stage.sandbox.applicationId}>`, { files: [file] });
    expect(await find(channel, messageId(silent.id))).toEqual([]);
    expect(await find(channel, messageId(open.id))).toMatchObject([{ name: 'cat.png', bytes: 16 }]);
  });

  it('are none where the message is gone', async () => {
    expect(await find(channelId(stage.alice.channelId), messageId('1200000000000000000'))).toEqual([]);
  });

  it('are refused with what to allow where the bot may not read back', async () => {
    const studio = stage.server.addChannel({ name: 'studio', botPermissions: ['ViewChannel', 'SendMessages'] });
    for (const id of [studio.id, '1200000000000000000']) {
      const error = await find(channelId(id), messageId('1200000000000000000')).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'refused.image', facts: { reason: 'no_history' } });
    }
  });

  it('are told to be out of reach where Discord does not answer', async () => {
    stage.sandbox.faults.add({ kind: 'status', path: /\/messages\//, status: 500, times: Number.POSITIVE_INFINITY });
    const error = await find(channelId(stage.alice.channelId), messageId('1200000000000000000')).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'refused.image', facts: { reason: 'unreachable' } });
  });
});
