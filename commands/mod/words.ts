import type { CommandCall, Suggestion } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import { t, withGuildLocale } from '#i18n/t.ts';
import { maxPhraseCharacters, parseGuildPhrase } from '#moderation/word-filter/word-filter.ts';
import type { Bot, Command, Subcommand } from '../command.ts';
import { choices, option, subcommand } from '../options.ts';
import { reasonBounds, reasonOption, withReason } from './members.ts';
import {
  maxPhrases,
  type PhraseKind,
  phraseFaultText,
  phraseLists,
  stillAllowedText,
  type WordChange,
  type WordLists,
  type WordObjection,
  wordListsFile,
  wordListsText,
  wordReason,
  wordsDoneText,
} from './view.ts';

const phraseBounds = { required: true, max_length: maxPhraseCharacters } as const;
const blockOptions = [option.text('phrase', 'mod.option.phrase.description', phraseBounds), reasonOption] as const;
const unblockOptions = [
  option.text('phrase', 'mod.option.phrase.description', { ...phraseBounds, autocomplete: true }),
  reasonOption,
] as const;

/** `/mod block`: prompts with the phrase are refused. */
export const block: Subcommand = {
  data: subcommand('block', 'mod.block.description', blockOptions),
  run: (call, bot) => changePhrase('block', call, bot),
};

/** `/mod unblock`. */
export const unblock: Subcommand = {
  data: subcommand('unblock', 'mod.unblock.description', unblockOptions),
  run: (call, bot) => changePhrase('unblock', call, bot),
  complete: suggesting('blocked'),
};

function changePhrase(kind: 'block' | 'unblock', call: CommandCall, bot: Bot): Promise<string | OutgoingMessage> {
  const typed = readOptions(blockOptions, call.options);
  const typedChanges = [{ kind, text: typed.requiredText('phrase') }];
  return change(call, { typedChanges, reason: typed.text('reason'), entry: kind }, bot);
}

const blocklistOptions = [
  option.text(
    'profanity',
    'mod.blocklist.profanity.description',
    choices(['on', 'off'], (state) => `mod.blocklist.profanity.${state}.choice`),
  ),
  option.text('allow', 'mod.blocklist.allow.description', { max_length: maxPhraseCharacters }),
  option.text('disallow', 'mod.blocklist.disallow.description', {
    max_length: maxPhraseCharacters,
    autocomplete: true,
  }),
  option.text('reason', 'mod.blocklist.reason.description', reasonBounds),
] as const;

/** `/mod blocklist`: shows the lists, and changes what `/mod block` does not. */
export const blocklist: Subcommand = {
  data: subcommand('blocklist', 'mod.blocklist.description', blocklistOptions),
  async run(call, bot) {
    const typed = readOptions(blocklistOptions, call.options);
    const profanity = typed.text('profanity');
    const phrases = (['allow', 'disallow'] as const).flatMap((kind) => {
      const phrase = typed.text(kind);
      return phrase === null ? [] : [{ kind, text: phrase }];
    });
    const typedChanges = [
      ...(profanity === null ? [] : [{ kind: 'profanity', isOn: profanity === 'on' } as const]),
      ...phrases,
    ];
    if (typedChanges.length === 0) return shown((await bot.settings(call.caller.guildId)).words, []);
    return change(call, { typedChanges, reason: typed.text('reason'), entry: 'setup' }, bot);
  },
  complete: suggesting('allowed'),
};

/** A change as it was typed: the phrase is not parsed yet. */
type TypedChange =
  | { readonly kind: PhraseKind; readonly text: string }
  | Extract<WordChange, { readonly kind: 'profanity' }>;

interface Asked {
  readonly typedChanges: readonly TypedChange[];
  readonly reason: string | null;
  /** The kind of the journal's entry. */
  readonly entry: 'block' | 'unblock' | 'setup';
}

function change(
  call: CommandCall,
  { typedChanges, reason, entry }: Asked,
  bot: Bot,
): Promise<string | OutgoingMessage> {
  return withReason(call, reason, async (by): Promise<string | OutgoingMessage> => {
    const changes: WordChange[] = [];
    for (const each of typedChanges) {
      const parsed = parse(each);
      if (typeof parsed === 'string') return parsed;
      changes.push(parsed);
    }
    const { words } = await bot.settings(call.caller.guildId);
    const judged = changes.map((each) => ({ change: each, objection: objectionTo(words, each) }));
    const done = judged.filter(({ objection }) => objection === null).map((each) => each.change);
    const text = wordsDoneText(judged);
    if (done.length === 0) return text;
    const act = { ...by, reason: withGuildLocale(() => wordReason(done, by.reason)) };
    const now = await bot.moderation.changeSettings(act, entry, (settings) => ({
      ...settings,
      words: done.reduce(changed, settings.words),
    }));
    const blocked = done.flatMap((each) => (each.kind === 'block' ? [each.phrase] : []));
    const exempt = blocked.filter((phrase) => hasPhrase(now.words.allowed, phrase));
    return shown(now.words, [text, ...exempt.map(stillAllowedText), '']);
  });
}

/** A text where the phrase cannot be kept. */
function parse(change: TypedChange): WordChange | string {
  if (change.kind === 'profanity') return change;
  const parsed = parseGuildPhrase(change.text);
  return parsed.ok ? { kind: change.kind, phrase: parsed.phrase } : phraseFaultText(parsed.reason);
}

/** The lists below what was done; complete in a file where they do not fit. */
function shown(words: WordLists, above: readonly string[]): OutgoingMessage {
  const { text, isWhole } = wordListsText(words);
  const message = { content: [...above, text].join('\n') };
  if (isWhole) return message;
  const bytes = new TextEncoder().encode(wordListsFile(words));
  return {
    ...message,
    files: [{ name: 'word-lists.txt', mediaType: 'text/plain', data: bytes, description: t('words.file') }],
  };
}

function suggesting(list: 'blocked' | 'allowed'): NonNullable<Command['complete']> {
  return async ({ caller, focused }, bot): Promise<readonly Suggestion[]> => {
    const { words } = await bot.settings(caller.guildId);
    const wanted = focused.typed.trim().toLowerCase();
    const found = words[list].filter((phrase) => phrase.toLowerCase().includes(wanted));
    return found.map((phrase) => ({ name: phrase, value: phrase }));
  };
}

function objectionTo(words: WordLists, change: WordChange): WordObjection | null {
  if (change.kind === 'profanity') return change.isOn === words.profanity ? 'already' : null;
  const { list, isAdding } = phraseLists[change.kind];
  const isThere = hasPhrase(words[list], change.phrase);
  if (!isAdding) return isThere ? null : 'missing';
  if (isThere) return 'already';
  return words[list].length >= maxPhrases ? 'full' : null;
}

/** The lists after the change; a change with an objection is left out. */
function changed(words: WordLists, change: WordChange): WordLists {
  if (objectionTo(words, change) !== null) return words;
  if (change.kind === 'profanity') return { ...words, profanity: change.isOn };
  const { list, isAdding } = phraseLists[change.kind];
  const others = words[list].filter((each) => !isSame(each, change.phrase));
  return { ...words, [list]: isAdding ? [...others, change.phrase] : others };
}

function hasPhrase(phrases: readonly string[], phrase: string): boolean {
  return phrases.some((each) => isSame(each, phrase));
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
