import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setup } from '../../../commands/setup/command.ts';
import type { Person } from '../../../sandbox/discord/person.ts';
import { recordAnswers } from '../../discord/support/samples.ts';
import { type Stage, startStage } from '../../discord/support/stage.ts';
import { channelA, createSetupBench, manager, type SetupBench } from '../support/setup-bench.ts';

let bench: SetupBench;
let stage: Stage;
let olga: Person;
const none = createSetupBench().bot;
const bot = { ...none };

beforeAll(async () => {
  stage = await startStage(bot);
  olga = stage.server.member({ name: 'Olga', permissions: ['ManageGuild'] });
});
afterAll(() => stage.stop());
beforeEach(() => {
  bench = createSetupBench();
  Object.assign(bot, bench.bot);
});

type Values = Parameters<Person['submitModal']>[1];

/** The form behind a button of `/setup view`. */
async function open(label: string) {
  const view = await olga.slash('/setup view').until(({ components }) => components.length > 0);
  const exchange = olga.press(view, label);
  await exchange.firstAnswer();
  if (exchange.modal === null) throw new Error('no form');
  return exchange.modal;
}

type Form = Awaited<ReturnType<typeof open>>;

async function send(form: Form, values: Values): Promise<string> {
  return (await olga.submitModal(form, values).until(({ content }) => content !== '')).content;
}

const fill = async (label: string, values: Values) => send(await open(label), values);
const credits = 'Credits …';
const defaults = 'Defaults …';
const moderation = 'Moderation …';

describe('a form of /setup view', () => {
  it('shows what is set, and changes nothing when it is sent as it was', async () => {
    bench.settings = { ...bench.settings, refill: { credits: 300, period: 'month' }, logChannelId: channelA };
    const form = await open(credits);
    const parts = form.components.map(({ component }) => component);
    expect(parts.map((part) => part?.custom_id)).toEqual([
      'pool',
      'refill',
      'refill_period',
      'allowance',
      'allowance_period',
    ]);
    expect(parts[0]?.options?.find((each) => each.default)?.value).toBe('limited');
    expect(parts[1]?.value).toBe('300');
    expect(parts[2]?.options?.find((each) => each.default)?.value).toBe('month');
    expect(await send(form, {})).toContain('Nothing was changed.');
    expect(bench.acts).toEqual([]);
  });

  it('sets several things at once, with one entry in the journal for the settings', async () => {
    const said = await fill(credits, {
      pool: 'unlimited',
      refill: '300',
      refill_period: 'month',
      allowance: '20',
      allowance_period: 'day',
    });
    expect(said).toContain('Now: up to 300 credits at the start of each month');
    expect(said).toContain('Now: 20 credits a day');
    expect(said).toContain('Now: unlimited');
    expect(bench.settings.refill).toEqual({ credits: 300, period: 'month' });
    expect(bench.settings.allowances).toEqual([{ roleId: null, credits: 20, period: 'day' }]);
    expect(bench.acts.map(({ what }) => what)).toEqual(['setup', 'unlimited']);
    expect(bench.acts[0]?.by.reason).toMatch(/refill of the pool: .*; allowance of everyone: /u);
  });

  it('takes away what is emptied', async () => {
    bench.settings = {
      ...bench.settings,
      refill: { credits: 300, period: 'month' },
      allowances: [{ roleId: null, credits: 20, period: 'day' }],
    };
    await fill(credits, { refill: '', allowance: '' });
    expect(bench.settings.refill).toBeNull();
    expect(bench.settings.allowances).toEqual([]);
  });

  it.each([
    ['letters for a number', credits, { refill: 'many', refill_period: 'day' }, /credits/u],
    ['a number without its period', credits, { refill: '300' }, /period/u],
    ['an allowance without its period', credits, { allowance: '20' }, /period/u],
    ['one good and one bad field', credits, { allowance: '20', allowance_period: 'day', refill: '-1' }, /credits/u],
    ['a model that there is not', defaults, { model: 'nobody' }, /nobody/u],
    ['a size that no model takes', defaults, { size: '1:99' }, /1:99/u],
    ['more than all', defaults, { confirm_percent: '101' }, /confirm_percent/u],
    ['a threshold below nothing', moderation, { approvals: '#general', threshold: '-5' }, /threshold/u],
    ['half a day', moderation, { min_account_days: '0.5' }, /min_account_days/u],
  ])('refuses %s and changes nothing', async (_what, label, values, why) => {
    const before = bench.settings;
    expect(await fill(label, values)).toMatch(why);
    expect(bench.settings).toBe(before);
    expect(bench.acts).toEqual([]);
  });

  it('sets the defaults, and what is emptied is as the installation has it', async () => {
    await fill(defaults, { model: 'gpt-image-2', size: '16:9', confirm_percent: '60', max_jobs_member: '2' });
    expect(bench.settings.defaults).toMatchObject({ model: 'gpt-image-2', size: '16:9' });
    expect(bench.settings).toMatchObject({ confirmPercent: 60, limits: { perMember: 2, perGuild: null } });
    const said = await fill(defaults, { model: '', max_jobs_member: '' });
    expect(said).toContain("the bot's default");
    expect(bench.settings.defaults).toMatchObject({ model: null, size: '16:9' });
    expect(bench.settings).toMatchObject({ confirmPercent: 60, limits: { perMember: null, perGuild: null } });
  });

  it('chooses channels, lets them go, and keeps those that nobody touched', async () => {
    const { id } = stage.server.general;
    await fill(moderation, { log: '#general', approvals: '#general', threshold: '50', min_member_days: '2' });
    expect(bench.settings.logChannelId).toBe(id);
    expect(bench.settings.approvals).toEqual({ threshold: 50, channelId: id });
    expect(bench.settings.newcomers.minMemberDays).toBe(2);
    await fill(moderation, { threshold: '' });
    expect(bench.settings.logChannelId).toBe(id);
    expect(bench.settings.approvals).toEqual({ threshold: null, channelId: id });
    await fill(moderation, { log: [], approvals: [] });
    expect(bench.settings.logChannelId).toBeNull();
    expect(bench.settings.approvals).toEqual({ threshold: null, channelId: null });
  });

  it('offers no thread', async () => {
    stage.server.addChannel({ name: 'sketches', type: 'public_thread' });
    await expect(fill(moderation, { log: '#sketches' })).rejects.toThrow('is no channel that "log" takes');
  });

  it('says which permissions are missing in a channel, and changes nothing', async () => {
    const shut = stage.server.addChannel({ name: 'shut', botPermissions: [] });
    expect(await fill(moderation, { log: `#${shut.name}`, min_account_days: '3' })).toMatch(/View Channel|permission/u);
    expect(bench.acts).toEqual([]);
  });

  it('takes nobody else’s change back: a form that shows something older is refused', async () => {
    const form = await open(credits);
    bench.settings = { ...bench.settings, refill: { credits: 500, period: 'week' } };
    expect(await send(form, { allowance: '20', allowance_period: 'day' })).toContain('Open it again');
    expect(bench.settings.allowances).toEqual([]);
  });

  it.each(['setup_credits', 'setup_defaults', 'setup_moderation'])(
    '%s does nothing for somebody who may no longer manage the server',
    async (action) => {
      const { answers, answering } = recordAnswers();
      const call = {
        caller: { ...manager, isManager: false },
        id: { action, subject: manager.id, extra: null },
        values: [],
        pictures: [],
        fields: new Map([['pool', 'unlimited']]),
        resolvedAttachments: new Map(),
        resolvedChannels: new Map(),
        ...answering,
      };
      await setup.components?.[action]?.(call, bot);
      await setup.modals?.[`${action}_form`]?.(call, bot);
      const refusal = { content: expect.stringContaining('Manage Server') };
      expect(answers).toEqual([refusal, refusal]);
      expect(bench.acts).toEqual([]);
    },
  );
});
