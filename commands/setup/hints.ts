import { inlineCode } from '#i18n/escape.ts';
import { lazyTexts } from '#i18n/message.ts';
import { credits } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';

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
  lazyTexts(poolHints, (hint) => t(`pool.${hint}`)),
  { tooFew: (left: number) => t('pool.tooFew', { credits: credits(left) }) },
);

/** `/setup allowance`. */
export const allowanceTexts = Object.assign(
  lazyTexts(['incomplete', 'removeAlone', 'none', 'best'], (hint) => t(`allowance.${hint}`)),
  { full: (most: number) => t('allowance.full', { most }) },
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
  lazyTexts(channelHints, (hint) => t(`channels.${hint}`)),
  { full: (most: number) => t('channels.full', { most }) },
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
  lazyTexts(modelHints, (hint) => t(`setupModels.${hint}`)),
  {
    unknown: (name: string, known: readonly string[]) => {
      const models = known.map((id) => inlineCode(id, 80));
      const facts = { model: inlineCode(name), known: models.join(', ') };
      return t(models.length === 0 ? 'setupModels.unknownAlone' : 'setupModels.unknown', facts);
    },
    isDefault: (id: string) => t('setupModels.isDefault', { model: inlineCode(id, 80) }),
    isClosed: (id: string) => t('setupModels.isClosed', { model: inlineCode(id, 80) }),
    what: (id: string) => t('setup.what.model', { model: inlineCode(id, 80) }),
    whatRoles: (id: string) => t('setup.what.modelRoles', { model: inlineCode(id, 80) }),
    whatPrice: (id: string) => t('setup.what.modelPrice', { model: inlineCode(id, 80) }),
    full: (most: number) => t('setupModels.full', { most }),
  },
);

/** `/setup log` and `/setup approvals`. */
export const noticeTexts = Object.assign(
  lazyTexts(['permissions', 'nothing', 'offAlone', 'noChannel', 'waiting', 'notText', 'unchecked', 'kept'], (hint) =>
    t(`notices.${hint}`),
  ),
  lazyTexts(['off', 'keep'], (button) => t(`notices.${button}.label`)),
  {
    missing: (channelId: string, permissions: readonly string[]) =>
      t('notices.missing', { channel: `<#${channelId}>`, permissions: permissions.join(', ') }),
    askOff: (channelId: string) => t('notices.askOff', { channel: `<#${channelId}>` }),
  },
);

/** `/setup defaults`. */
export const defaultsTexts = Object.assign(
  lazyTexts(['nothing', 'resetAlone', 'noEveryone', 'roles'], (hint) => t(`defaults.${hint}`)),
  {
    editsOnly: (model: string) => t('defaults.editsOnly', { model: inlineCode(model, 80) }),
    badSize: (typed: string) => t('defaults.badSize', { size: inlineCode(typed) }),
    otherSize: (model: string) => t('defaults.otherSize', { model: inlineCode(model, 80) }),
    full: (most: number) => t('defaults.full', { most }),
    memberBound: (count: number) => t('defaults.memberBound', { count }),
    serverBound: (count: number) => t('defaults.serverBound', { count }),
  },
);

/** `/setup strikes`. */
export const strikeTexts = Object.assign(
  lazyTexts(['incomplete', 'removeAlone', 'forward'], (hint) => t(`strikes.${hint}`)),
  { full: (most: number) => t('strikes.full', { most }) },
);
