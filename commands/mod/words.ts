import { ApplicationCommandOptionType } from 'discord.js';
import type { CompletionCall, Suggestion } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { readOptions } from '#discord/interactions/options.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import { described, named, withGuildLocale } from '#i18n/t.ts';
import { maxPhraseCharacters, parseGuildPhrase } from '#moderation/word-filter/word-filter.ts';
import type { Bot } from '../command.ts';
import { plainAnswer, reasonOption, type Subcommand, withReason } from './subcommand.ts';
import {
  maxPhrases,
  phraseFaultText,
  stillAllowedText,
  type WordChange,
  type WordLists,
  type WordObjection,
  wordListsFile,
  wordListsFileText,
  wordListsText,
  wordReason,
  wordsDoneText,
} from './words-view.ts';

const phraseOption = {
  type: ApplicationCommandOptionType.String,
  name: 'phrase',
  ...described('mod.option.phrase.description'),
  required: true,
  max_length: maxPhraseCharacters,
} as const;
const blockOptions = [phraseOption, reasonOption] as const;

/** `/mod block`: prompts with the phrase are refused. */
export const block: Subcommand = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    name: 'block',
    ...described('mod.block.description'),
    options: blockOptions,
  },
  run: ({ caller, options }, bot) => runPhrase('block', { caller, options: readOptions(blockOptions, options) }, bot),
};

const unblockOptions = [{ ...phraseOption, autocomplete: true }, reasonOption] as const;

/** `/mod unblock`. */
export const unblock: Subcommand = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    name: 'unblock',
    ...described('mod.unblock.description'),
    options: unblockOptions,
  },
  run: ({ caller, options }, bot) =>
    runPhrase('unblock', { caller, options: readOptions(unblockOptions, options) }, bot),
  complete: (call, bot) => suggestPhrases('blocked', call, bot),
};

const blocklistOptions = [
  {
    type: ApplicationCommandOptionType.String,
    name: 'profanity',
    ...described('mod.blocklist.profanity.description'),
    choices: [
      { ...named('mod.blocklist.profanity.on.choice'), value: 'on' },
      { ...named('mod.blocklist.profanity.off.choice'), value: 'off' },
    ],
  },
  { ...phraseOption, name: 'allow', ...described('mod.blocklist.allow.description'), required: false },
  {
    ...phraseOption,
    name: 'disallow',
    ...described('mod.blocklist.disallow.description'),
    required: false,
    autocomplete: true,
  },
  { ...reasonOption, ...described('mod.blocklist.reason.description'), required: false },
] as const;

/** `/mod blocklist`: shows the lists, and changes what `/mod block` does not. */
export const blocklist: Subcommand = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    name: 'blocklist',
    ...described('mod.blocklist.description'),
    options: blocklistOptions,
  },
  async run({ caller, options }, bot) {
    const typed = readOptions(blocklistOptions, options);
    const profanity = typed.text('profanity');
    const wishes = [
      ...(profanity === null ? [] : [{ kind: 'profanity', isOn: profanity === 'on' } as const]),
      ...phraseWish('allow', typed.text('allow')),
      ...phraseWish('disallow', typed.text('disallow')),
    ];
    const { words } = await bot.settings(caller.guildId);
    if (wishes.length === 0) return shown(words, []);
    return change({ caller, reason: typed.text('reason'), kind: 'setup' }, wishes, bot);
  },
  complete: (call, bot) => suggestPhrases('allowed', call, bot),
};

type PhraseKind = Exclude<WordChange['kind'], 'profanity'>;
/** A change as it was typed: the phrase is not read yet. */
type Wish = { readonly kind: PhraseKind; readonly typed: string } | Extract<WordChange, { readonly kind: 'profanity' }>;

interface PhraseCall {
  readonly caller: Caller;
  readonly options: { requiredText(name: 'phrase'): string; text(name: 'reason'): string | null };
}

function runPhrase(kind: 'block' | 'unblock', { caller, options }: PhraseCall, bot: Bot): Promise<OutgoingMessage> {
  const wishes = phraseWish(kind, options.requiredText('phrase'));
  return change({ caller, reason: options.text('reason'), kind }, wishes, bot);
}

function phraseWish(kind: PhraseKind, typed: string | null): Wish[] {
  return typed === null ? [] : [{ kind, typed }];
}

interface Changing {
  readonly caller: Caller;
  readonly reason: string | null;
  /** What it is in the journal. */
  readonly kind: 'block' | 'unblock' | 'setup';
}

function change({ caller, reason, kind }: Changing, wishes: readonly Wish[], bot: Bot): Promise<OutgoingMessage> {
  return withReason(caller, reason, async (by) => {
    const changes: WordChange[] = [];
    for (const wish of wishes) {
      const read = readEditRequest(wish);
      if (typeof read === 'string') return plainAnswer(read);
      changes.push(read);
    }
    const { words } = await bot.settings(caller.guildId);
    const { done, objections } = sortChanges(words, changes);
    if (done.length === 0) return plainAnswer(wordsDoneText(done, objections));
    const act = { ...by, reason: withGuildLocale(() => wordReason(done, by.reason)) };
    const now = await bot.moderation.changeSettings(act, kind, (settings) => ({
      ...settings,
      words: changeWords(settings.words, done),
    }));
    const blocked = done.flatMap((each) => (each.kind === 'block' ? [each.phrase] : []));
    const exempt = blocked.filter((phrase) => hasPhrase(now.words.allowed, phrase));
    return shown(now.words, [wordsDoneText(done, objections), ...exempt.map(stillAllowedText), '']);
  });
}

/** A text where it cannot be kept. */
function readEditRequest(wish: Wish): WordChange | string {
  if (wish.kind === 'profanity') return wish;
  const parsed = parseGuildPhrase(wish.typed);
  return parsed.ok ? { kind: wish.kind, phrase: parsed.phrase } : phraseFaultText(parsed.reason);
}

/** The lists below what was done; whole in a file where they do not fit. */
function shown(words: WordLists, above: readonly string[]): OutgoingMessage {
  const { text, isWhole } = wordListsText(words);
  const message = plainAnswer([...above, text].join('\n'));
  if (isWhole) return message;
  const bytes = new TextEncoder().encode(wordListsFile(words));
  const file = { name: 'word-lists.txt', mediaType: 'text/plain', bytes, description: wordListsFileText() };
  return { ...message, files: [file] };
}

async function suggestPhrases(
  list: 'blocked' | 'allowed',
  { caller, focused }: CompletionCall,
  bot: Bot,
): Promise<readonly Suggestion[]> {
  const { words } = await bot.settings(caller.guildId);
  const wanted = focused.typed.trim().toLowerCase();
  return words[list]
    .filter((phrase) => phrase.toLowerCase().includes(wanted))
    .map((phrase) => ({ name: phrase, value: phrase }));
}

/** Changes that would do something, and those that would not. */
export interface SortedChanges {
  readonly done: readonly WordChange[];
  readonly objections: readonly { readonly change: WordChange; readonly objection: WordObjection }[];
}

/** The lists after the changes, in their order; a change with an objection is left out. */
export function changeWords(words: WordLists, changes: readonly WordChange[]): WordLists {
  return changes.reduce(
    (before, change) => (objectionTo(before, change) === null ? changed(before, change) : before),
    words,
  );
}

/** Which of the changes {@link changeWords} would make. */
export function sortChanges(words: WordLists, changes: readonly WordChange[]): SortedChanges {
  const sorted = changes.map((change) => ({ change, objection: objectionTo(words, change) }));
  return {
    done: sorted.flatMap(({ change, objection }) => (objection === null ? [change] : [])),
    objections: sorted.flatMap(({ change, objection }) => (objection === null ? [] : [{ change, objection }])),
  };
}

/** Whether the phrase is on the list, however it is written. */
export function hasPhrase(phrases: readonly string[], phrase: string): boolean {
  return phrases.some((each) => isSame(each, phrase));
}

function objectionTo(words: WordLists, change: WordChange): WordObjection | null {
  switch (change.kind) {
    case 'profanity':
      return change.isOn === words.profanity ? 'already' : null;
    case 'block':
      return objectionToAdding(words.blocked, change.phrase);
    case 'allow':
      return objectionToAdding(words.allowed, change.phrase);
    case 'unblock':
      return hasPhrase(words.blocked, change.phrase) ? null : 'missing';
    case 'disallow':
      return hasPhrase(words.allowed, change.phrase) ? null : 'missing';
  }
}

function objectionToAdding(phrases: readonly string[], phrase: string): WordObjection | null {
  if (hasPhrase(phrases, phrase)) return 'already';
  return phrases.length >= maxPhrases ? 'full' : null;
}

function changed(words: WordLists, change: WordChange): WordLists {
  switch (change.kind) {
    case 'profanity':
      return { ...words, profanity: change.isOn };
    case 'block':
      return { ...words, blocked: [...words.blocked, change.phrase] };
    case 'allow':
      return { ...words, allowed: [...words.allowed, change.phrase] };
    case 'unblock':
      return { ...words, blocked: words.blocked.filter((each) => !isSame(each, change.phrase)) };
    case 'disallow':
      return { ...words, allowed: words.allowed.filter((each) => !isSame(each, change.phrase)) };
  }
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
