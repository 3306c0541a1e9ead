import { inlineCode } from '#i18n/escape.ts';
import { textsBy } from '#i18n/message.ts';
import { credits } from '#i18n/money.ts';
import { say } from '#i18n/t.ts';

const poolHints = [
  'creditsMissing',
  'creditsMisplaced',
  'periodMissing',
  'periodMisplaced',
  'countsWhenLimited',
  'empty',
  'refill',
] as const;

/** `/setup pool`: why not, and what to know besides. */
export const poolTexts = Object.assign(
  textsBy(poolHints, (hint) => say(`pool.${hint}`)),
  { tooFew: (left: number) => say('pool.tooFew', { credits: credits(left) }) },
);

/** `/setup allowance`. */
export const allowanceTexts = Object.assign(
  textsBy(['incomplete', 'removeAlone', 'none', 'best'], (hint) => say(`allowance.${hint}`)),
  { full: (most: number) => say('allowance.full', { most }) },
);

const channelHints = [
  'channelMissing',
  'channelMisplaced',
  'noList',
  'lastOpen',
  'noAdultList',
  'threads',
  'ageRestricted',
] as const;

/** `/setup channels`. */
export const channelTexts = Object.assign(
  textsBy(channelHints, (hint) => say(`channels.${hint}`)),
  { full: (most: number) => say('channels.full', { most }) },
);

const modelHints = [
  'roleMissing',
  'roleMisplaced',
  'everyoneIsNoRole',
  'creditsMissing',
  'creditsMisplaced',
  'open',
  'closed',
  'flat',
] as const;

/** `/setup models`. */
export const modelTexts = Object.assign(
  textsBy(modelHints, (hint) => say(`setupModels.${hint}`)),
  {
    unknown: (name: string, known: readonly string[]) => {
      const models = known.map((id) => inlineCode(id, 80));
      const facts = { model: inlineCode(name), known: models.join(', ') };
      return say(models.length === 0 ? 'setupModels.unknownAlone' : 'setupModels.unknown', facts);
    },
    isDefault: (id: string) => say('setupModels.isDefault', { model: inlineCode(id, 80) }),
    isClosed: (id: string) => say('setupModels.isClosed', { model: inlineCode(id, 80) }),
    what: (id: string) => say('setup.what.model', { model: inlineCode(id, 80) }),
    whatRoles: (id: string) => say('setup.what.modelRoles', { model: inlineCode(id, 80) }),
    whatPrice: (id: string) => say('setup.what.modelPrice', { model: inlineCode(id, 80) }),
    full: (most: number) => say('setupModels.full', { most }),
  },
);

/** `/setup log` and `/setup approvals`. */
export const noticeTexts = Object.assign(
  textsBy(['permissions', 'nothing', 'offAlone', 'noChannel', 'waiting', 'notText', 'unchecked', 'kept'], (hint) =>
    say(`notices.${hint}`),
  ),
  textsBy(['off', 'keep'], (button) => say(`notices.${button}.label`)),
  {
    missing: (channelId: string, permissions: readonly string[]) =>
      say('notices.missing', { channel: `<#${channelId}>`, permissions: permissions.join(', ') }),
    askOff: (channelId: string) => say('notices.askOff', { channel: `<#${channelId}>` }),
  },
);

/** `/setup defaults`. */
export const defaultsTexts = Object.assign(
  textsBy(['nothing', 'resetAlone', 'noEveryone', 'roles'], (hint) => say(`defaults.${hint}`)),
  {
    editsOnly: (model: string) => say('defaults.editsOnly', { model: inlineCode(model, 80) }),
    badSize: (typed: string) => say('defaults.badSize', { size: inlineCode(typed) }),
    otherSize: (model: string) => say('defaults.otherSize', { model: inlineCode(model, 80) }),
    full: (most: number) => say('defaults.full', { most }),
    memberBound: (count: number) => say('defaults.memberBound', { count }),
    serverBound: (count: number) => say('defaults.serverBound', { count }),
  },
);

/** `/setup strikes`. */
export const strikeTexts = Object.assign(
  textsBy(['incomplete', 'removeAlone', 'forward'], (hint) => say(`strikes.${hint}`)),
  { full: (most: number) => say('strikes.full', { most }) },
);
