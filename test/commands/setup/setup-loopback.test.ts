import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultGuildSettings } from '#guilds/guild-settings.ts';
import type { Person } from '../../../sandbox/discord/person.ts';
import { isEphemeral } from '../../../sandbox/discord/wire.ts';
import { createScriptedBot, type ScriptedBot } from '../../discord/support/scripted-bot.ts';
import { type Stage, startStage } from '../../discord/support/stage.ts';

let stage: Stage;
let olga: Person;
const bot: ScriptedBot = createScriptedBot();

beforeAll(async () => {
  stage = await startStage(bot);
  olga = stage.server.member({ name: 'Olga', permissions: ['ManageGuild'] });
});
afterAll(() => stage.stop());
beforeEach(() => {
  Object.assign(bot, createScriptedBot());
});

const answered = (person: Person, line: string) => person.slash(line).until(({ content }) => content !== '');

describe('/setup at Discord', () => {
  it('is offered to managers, and refuses others where the server has opened it to everyone', async () => {
    expect(() => stage.alice.slash('/setup view')).toThrow('no permission');
    const other = stage.sandbox.addGuild({ name: 'Open house' });
    other.openCommand('setup');
    const reply = await answered(other.member({ name: 'Ben', permissions: ['ModerateMembers'] }), '/setup view');
    expect(reply.content).toContain('Manage Server');
    expect(isEphemeral(reply)).toBe(true);
  });

  it('shows the page to the one who asks alone', async () => {
    const reply = await answered(olga, '/setup view');
    expect(reply.content).toContain('**Moderation**');
    expect(isEphemeral(reply)).toBe(true);
  });

  it('takes roles, channels and choices as people pick them', async () => {
    const role = stage.server.addRole({ name: 'Artists' });
    expect((await answered(olga, '/setup allowance role:@Artists credits:50 period:week')).content).toContain(
      `**allowance of <@&${role.id}>**\n- Was: no own allowance\n- Now: 50 credits a week`,
    );
    expect((await answered(olga, `/setup allowance role:${stage.server.id} credits:50 period:week`)).content).toContain(
      'allowance of everyone',
    );
    expect((await answered(olga, '/setup channels action:only channel:#general')).content).toContain(
      `- Now: only <#${stage.server.general.id}>`,
    );
    expect((await answered(olga, '/setup strikes remove:true')).content).toContain('- Now: only counted');
  });

  it('suggests models, and the sizes of the one that is meant', async () => {
    expect(await olga.autocomplete('/setup models action:deny model:gpt', 'model')).toMatchObject([
      { value: 'gpt-image-2' },
      { value: 'gpt-image-1.5' },
    ]);
    const typed = await olga.autocomplete('/setup defaults model:gpt-image-2 size:21', 'size');
    expect(typed).toMatchObject([{ value: '21:9' }]);
    expect(await olga.autocomplete('/setup defaults size:640x640', 'size')).toHaveLength(1);
    bot.settings = () =>
      Promise.resolve({
        ...defaultGuildSettings,
        defaults: { ...defaultGuildSettings.defaults, model: 'gpt-image-2' },
      });
    expect(await olga.autocomplete('/setup defaults size:640x640', 'size')).toEqual([]);
    expect(await olga.autocomplete('/setup defaults model:zzz9 size:1', 'size')).toEqual([]);
  });
});
