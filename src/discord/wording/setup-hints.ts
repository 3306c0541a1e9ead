import { inlineCode } from './escape.ts';
import { credits } from './money.ts';
import { listed } from './setup.ts';

/** `/setup pool`: why not, and what to know besides. */
export const poolTexts = {
  creditsMissing: `Say in ${inlineCode('credits')} how many.`,
  creditsMisplaced: `${inlineCode('credits')} goes with add, remove and refill only.`,
  periodMissing: `Say in ${inlineCode('period')} how often the pool is filled.`,
  periodMisplaced: `${inlineCode('period')} goes with refill only.`,
  tooFew: (left: number) => `There are only ${credits(left)} in the pool, so that many cannot be removed.`,
  countsWhenLimited: 'The pool is unlimited: what lies in it counts once it is limited.',
  empty: 'The pool is empty: until credits are added, members can spend only their bonus.',
  refill: 'Only a limited pool is filled, once per period: for the current one, before the next picture.',
} as const;

/** `/setup allowance`. */
export const allowanceTexts = {
  incomplete: `An allowance needs both ${inlineCode('credits')} and ${inlineCode('period')}.`,
  removeAlone: `${inlineCode('remove')} takes a row away, so it goes without ${inlineCode('credits')} and ${inlineCode('period')}.`,
  full: (most: number) => `There are ${most} allowances already. Remove one first.`,
  none: 'none of its own',
  best: 'A member gets the best allowance that fits; one whom none fits gets the installation’s default.',
} as const;

/** `/setup channels`. */
export const channelTexts = {
  channelMissing: `This action needs a ${inlineCode('channel')}.`,
  channelMisplaced: `Every channel is meant, so leave ${inlineCode('channel')} out.`,
  noList: `Every channel is open, so there is no list. Start one with ${inlineCode('only')} or ${inlineCode('except')}.`,
  lastOpen: `That is the last open channel. Put another one on the list first, or choose ${inlineCode('everywhere')}.`,
  noAdultList: `Adult content is allowed in every age-restricted channel, so there is no list to take one from. Name the channels that keep it with ${inlineCode('adult')}, or leave ${inlineCode('channel')} out to allow it nowhere.`,
  full: (most: number) => `There are ${most} channels on this list already. Remove one first.`,
  threads: 'A thread counts as its channel.',
  ageRestricted: 'Only channels that Discord marks as age-restricted count.',
} as const;

/** `/setup models`. */
export const modelTexts = {
  unknown: (name: string, known: readonly string[]) =>
    `There is no model ${inlineCode(name)} here. Pick one of: ${listed(
      known.map((id) => inlineCode(id, 50)),
      20,
    )}.`,
  isDefault: (id: string) =>
    `${inlineCode(id, 50)} is what members get when they name no model. Make another one the default first: ${inlineCode('/setup defaults model:')}.`,
  isClosed: (id: string) =>
    `${inlineCode(id, 50)} is closed here. Open it first: ${inlineCode('/setup models action:allow')}.`,
  what: (id: string) => `model ${inlineCode(id, 50)}`,
  whatRoles: (id: string) => `who may use ${inlineCode(id, 50)}`,
  whatPrice: (id: string) => `price of ${inlineCode(id, 50)}`,
  roleMissing: `Say in ${inlineCode('role')} who may use the model.`,
  roleMisplaced: `${inlineCode('role')} goes with role and no_role only.`,
  everyoneIsNoRole: `Everyone may use a model without roles: choose ${inlineCode('no_role')} and leave ${inlineCode('role')} out.`,
  creditsMissing: `Say in ${inlineCode('credits')} what a picture costs.`,
  creditsMisplaced: `${inlineCode('credits')} goes with price only.`,
  full: (most: number) => `There are ${most} roles on this list already. Remove one first.`,
  open: 'open',
  closed: 'closed',
  flat: 'This is the price of a picture whatever its options.',
} as const;

/** `/setup log` and `/setup approvals`. */
export const noticeTexts = {
  permissions: 'Easel needs View Channel and Send Messages there.',
  nothing: `Name a ${inlineCode('channel')} or a ${inlineCode('threshold')}, or choose ${inlineCode('off')}.`,
  offAlone: `${inlineCode('off')} goes without the other options.`,
  noChannel: `Say in ${inlineCode('channel')} where approvers are asked; none is set yet.`,
  waiting: 'What waits for an approval already can still be decided, for 24 hours at most.',
} as const;

/** `/setup defaults`. */
export const defaultsTexts = {
  nothing: `Name at least one option to change. ${inlineCode('/setup view')} shows what is set.`,
  resetAlone: `${inlineCode('reset')} goes without the other options.`,
  editsOnly: (model: string) =>
    `${inlineCode(model)} changes pictures and makes none from words, so it cannot be the model of those who name none.`,
  badSize: (typed: string) =>
    `${inlineCode(typed)} is a size that no model here takes. Use a ratio such as ${inlineCode('16:9')}, or ${inlineCode('WIDTHxHEIGHT')}.`,
  otherSize: (model: string) => `${inlineCode(model, 50)} does not take this size; it goes on with its own.`,
  noEveryone: `Everyone is meant while no role is listed, so ${inlineCode('@everyone')} cannot be.`,
  full: (most: number) => `There are ${most} roles on this list already. Remove one first.`,
  roles: 'Whoever has one of the roles may make pictures; without any role on the list, everyone may.',
} as const;

/** `/setup strikes`. */
export const strikeTexts = {
  incomplete: `A step needs both ${inlineCode('count')} and ${inlineCode('hours')}.`,
  removeAlone: `${inlineCode('remove')} goes without ${inlineCode('hours')}; with ${inlineCode('count')} it removes that step, without it all.`,
  full: (most: number) => `There are ${most} steps already. Remove one first.`,
  forward: 'Suspensions that run already stay as they are.',
} as const;
