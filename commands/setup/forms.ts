import { createHash } from 'node:crypto';
import { channelId } from '#core/ids.ts';
import { type PoolMode, periods } from '#credits/credits.ts';
import type { ButtonCall, ModalCall } from '#discord/interactions/calls.ts';
import type { Caller, RawOption } from '#discord/interactions/interaction.ts';
import type { Button } from '#discord/messages/message.ts';
import { type FormField, textForm } from '#discord/messages/text-form.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { t } from '#i18n/t.ts';
import type { Bot } from '../command.ts';
import { changingMode, planAllowance, planRefill } from './credits.ts';
import { planDefaults } from './defaults.ts';
import { planLog, planWholeApprovals, postChannelProblem, postChannelTypes } from './moderation.ts';
import { carryOutAll, type Plan, type Step } from './plan.ts';
import { type DefaultsPart, setupTexts } from './view.ts';

/** What is set now, which the forms begin with. */
interface Present {
  readonly settings: GuildSettings;
  readonly pool: PoolMode;
}

/** What the operator has changed in a form; the text of a field, `''` for one that was emptied. */
interface Typed {
  isChanged(...names: readonly string[]): boolean;
  of(name: string): string;
}

/** A form that changes several settings at once, as the subcommands would. */
interface SetupForm {
  readonly fields: (present: Present) => readonly FormField[];
  readonly steps: (typed: Typed) => readonly Step[];
  /** The pool's new mode; null where it stays. It is not a setting but the ledger's. */
  readonly mode?: (typed: Typed) => PoolMode | null;
  /** Fields with channels that Easel would post in. */
  readonly channels?: readonly string[];
}

const periodChoices = () => periods.map((value) => ({ value, label: t(`period.${value}.choice`) }));

function period(name: string, label: string, chosen: string | null): FormField {
  return { name, label, choices: periodChoices(), chosen, isRequired: false };
}

function number(name: string, label: string, value: number | null, hint?: string): FormField {
  return { name, label, value: value === null ? '' : String(value), hint };
}

const credits: SetupForm = {
  fields: ({ settings: { refill, allowances }, pool }) => {
    const allowance = allowances.find(({ roleId }) => roleId === null) ?? null;
    const modes = (['limited', 'unlimited'] as const).map((value) => ({ value, label: t(`setupForm.pool.${value}`) }));
    return [
      { name: 'pool', label: t('setupForm.pool'), choices: modes, chosen: pool, isRequired: true },
      number('refill', t('setupForm.refill'), refill?.credits ?? null, t('setupForm.refill.hint')),
      period('refill_period', t('setupForm.refillPeriod'), refill?.period ?? null),
      number('allowance', t('setupForm.allowance'), allowance?.credits ?? null, t('setting.installation')),
      period('allowance_period', t('setupForm.allowancePeriod'), allowance?.period ?? null),
    ];
  },
  steps: (typed) => {
    const amount = (name: string) =>
      given('credits', typed.of(name)).concat(given('period', typed.of(`${name}_period`)));
    const isRefilled = typed.of('refill') !== '';
    const refill = isRefilled ? [...given('action', 'refill'), ...amount('refill')] : given('action', 'no_refill');
    const allowance = typed.of('allowance') === '' ? [{ name: 'remove', value: true }] : amount('allowance');
    return [
      ...(typed.isChanged('refill', 'refill_period') ? [{ plan: planRefill, options: refill }] : []),
      ...(typed.isChanged('allowance', 'allowance_period') ? [{ plan: planAllowance, options: allowance }] : []),
    ];
  },
  mode: (typed) => {
    const wanted = typed.of('pool');
    return typed.isChanged('pool') && (wanted === 'limited' || wanted === 'unlimited') ? wanted : null;
  },
};

/** The fields have the names of their parts. What was typed is set, and what was emptied is as the installation has it. */
function defaultsSteps(fields: readonly DefaultsPart[], typed: Typed): readonly Step[] {
  const changed = fields.filter((name) => typed.isChanged(name));
  if (changed.length === 0) return [];
  const blank = changed.filter((name) => typed.of(name) === '');
  const plan: Plan = (asked, settings) => planDefaults(blank, asked, settings);
  return [{ plan, options: changed.flatMap((name) => given(name, typed.of(name))) }];
}

const defaults: SetupForm = {
  fields: ({ settings: { defaults: chosen, confirmPercent, limits } }) => {
    const hint = t('setting.installation');
    return [
      { name: 'model', label: t('setupForm.model'), value: chosen.model ?? '', hint },
      { name: 'size', label: t('setupForm.size'), value: chosen.size ?? '', hint: t('setting.ownSize') },
      number('confirm_percent', t('setupForm.confirm'), confirmPercent),
      number('max_jobs_member', t('setupForm.perMember'), limits.perMember, hint),
      number('max_jobs_server', t('setupForm.perServer'), limits.perGuild, hint),
    ];
  },
  steps: (typed) => defaultsSteps(['model', 'size', 'confirm_percent', 'max_jobs_member', 'max_jobs_server'], typed),
};

const moderation: SetupForm = {
  fields: ({ settings: { logChannelId, approvals, newcomers } }) => [
    channel('log', t('setupForm.log'), logChannelId),
    channel('approvals', t('setupForm.approvals'), approvals.channelId),
    number('threshold', t('setupForm.threshold'), approvals.threshold, t('setupForm.threshold.hint')),
    number('min_account_days', t('setupForm.accountDays'), newcomers.minAccountDays),
    number('min_member_days', t('setupForm.memberDays'), newcomers.minMemberDays),
  ],
  steps: (typed) => {
    const approvals = [...given('channel', typed.of('approvals')), ...given('threshold', typed.of('threshold'))];
    return [
      ...(typed.isChanged('log') ? [{ plan: planLog, options: given('channel', typed.of('log')) }] : []),
      ...(typed.isChanged('approvals', 'threshold') ? [{ plan: planWholeApprovals, options: approvals }] : []),
      ...defaultsSteps(['min_account_days', 'min_member_days'], typed),
    ];
  },
  channels: ['log', 'approvals'],
};

function channel(name: string, label: string, chosen: string | null): FormField {
  return { name, label, channelTypes: postChannelTypes, chosen, hint: t('setting.off') };
}

/** An option with what was typed; none for nothing. */
function given(name: string, text: string): RawOption[] {
  return text === '' ? [] : [{ name, value: text }];
}

/** The buttons' and the forms' actions. */
const forms = { setup_credits: credits, setup_defaults: defaults, setup_moderation: moderation } as const;
type FormName = keyof typeof forms;
const formNames: readonly FormName[] = ['setup_credits', 'setup_defaults', 'setup_moderation'];

/** The buttons under `/setup view`. */
export function setupButtons({ id }: Caller): readonly Button[] {
  return formNames.map((action) => ({
    id: { action, subject: id, extra: null },
    label: t(`setupForm.${action}.label`),
    look: 'plain',
  }));
}

/** What the buttons do. The permission is checked again when one is pressed. */
export const formComponents = byName('', (name) => async (call: ButtonCall, bot: Bot) => {
  const { caller, id, answer, openForm } = call;
  if (!caller.isManager) return answer({ content: t('setup.notManager') });
  const fields = forms[name].fields(await presentOf(caller, bot));
  const shown = { action: `${name}_form`, subject: id.subject, extra: digestOf(fields) };
  await openForm(textForm(shown, t(`setupForm.${name}.title`), fields));
});

/** What sending the forms does: all of it, or nothing where a part is refused. */
export const formModals = byName('_form', (name) => async (call: ModalCall, bot: Bot) => {
  const { caller, answer } = call;
  await answer({ content: caller.isManager ? await send(forms[name], call, bot) : t('setup.notManager') });
});

function byName<Route>(suffix: '' | '_form', routeOf: (name: FormName) => Route): Readonly<Record<string, Route>> {
  return Object.fromEntries(formNames.map((name) => [`${name}${suffix}`, routeOf(name)]));
}

async function presentOf({ guildId, userId, roleIds }: Caller, bot: Bot): Promise<Present> {
  const { pool } = await bot.balance(guildId, userId, roleIds);
  return { settings: await bot.settings(guildId), pool: pool === 'unlimited' ? 'unlimited' : 'limited' };
}

async function send(form: SetupForm, call: ModalCall, bot: Bot): Promise<string> {
  const { caller, id } = call;
  const fields = form.fields(await presentOf(caller, bot));
  // What the form was opened with is not in the answer: another operator's change would be taken back unseen.
  if (id.extra !== digestOf(fields)) return setupTexts.refused(t('setupForm.outdated'));
  const typed = typedIn(call, fields);
  return (await channelProblem(form, typed, call, bot)) ?? (await change(form, typed, caller, bot));
}

/** Why Easel can't post in a channel that was chosen; null where it can. */
async function channelProblem(form: SetupForm, typed: Typed, call: ModalCall, bot: Bot): Promise<string | null> {
  for (const name of form.channels ?? []) {
    const chosen = typed.isChanged(name) ? typed.of(name) : '';
    const problem = chosen === '' ? null : await postChannelProblem(channelId(chosen), call, bot);
    if (problem !== null) return problem;
  }
  return null;
}

async function change(form: SetupForm, typed: Typed, caller: Caller, bot: Bot): Promise<string> {
  const steps = form.steps(typed);
  const mode = form.mode?.(typed) ?? null;
  if (steps.length === 0 && mode === null) return t('setupForm.nothing');
  const { text, isRefused } = await carryOutAll(steps, caller, bot);
  if (mode === null || isRefused) return text;
  const ofMode = await changingMode(mode)({ caller, options: given('action', mode) }, bot);
  return [text, ofMode].filter((each) => each !== '').join('\n');
}

function typedIn({ fields: sent }: ModalCall, fields: readonly FormField[]): Typed {
  const before = new Map(fields.map((field) => [field.name, shownIn(field)] as const));
  const of = (name: string) => (sent.get(name) ?? before.get(name) ?? '').trim();
  return { of, isChanged: (...names) => names.some((name) => of(name) !== before.get(name)) };
}

function shownIn(field: FormField): string {
  if ('isFile' in field) return '';
  return ('value' in field ? field.value : field.chosen) ?? '';
}

/** 16 characters that tell whether a form shows what another one showed. */
function digestOf(fields: readonly FormField[]): string {
  const shown = JSON.stringify(fields.map((field) => [field.name, shownIn(field)]));
  return createHash('sha256').update(shown).digest('hex').slice(0, 16);
}
