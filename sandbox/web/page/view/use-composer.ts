import { useEffect, useRef, useState } from 'preact/hooks';
import type { OptionInfo } from '../../protocol.ts';
import {
  addOption,
  attach,
  type Draft,
  dropTarget,
  fillFromLine,
  missingField,
  openOptions,
  optionOf,
  pickInto,
  removeOption,
  sentBy,
  startDraft,
  typeInto,
} from '../command/draft.ts';
import { type Leaf, leafOfLine, leavesOf, suggestLeaves } from '../command/leaves.ts';
import { type Suggestion, suggestionsOf, suggestValues } from '../command/suggest.ts';
import { useSurroundings } from './context.ts';

/** The command box: what stands in it, what is suggested, and what keys do. */
export interface Composer {
  readonly text: string;
  readonly draft: Draft | null;
  /** Files of an ordinary message. */
  readonly files: readonly File[];
  /** What stands in the field after the last option. */
  readonly tail: string;
  readonly suggestions: readonly Suggestion[];
  /** The title of the list. */
  readonly about: string;
  readonly active: number;
  /** The field that must still be filled in. */
  readonly complaint: string | null;
  type(text: string): void;
  typeField(at: number, text: string): void;
  typeTail(text: string): void;
  focus(at: number | null): void;
  remove(at: number): void;
  pick(suggestion: Suggestion): void;
  point(at: number): void;
  add(files: readonly File[], option?: string): void;
  drop(file: File): void;
  onKey(event: KeyboardEvent): void;
  send(): void;
}

interface Box {
  readonly text: string;
  readonly draft: Draft | null;
  readonly tail: string;
  readonly files: readonly File[];
  readonly active: number;
  readonly isClosed: boolean;
  readonly complaint: string | null;
}

const emptyBox: Box = { text: '', draft: null, tail: '', files: [], active: -1, isClosed: false, complaint: null };
const completionPauseMs = 120;
const mostSuggested = 30;

/** @see Composer */
export function useComposer(): Composer {
  const { session, stage, commands } = useSurroundings();
  const [box, setBox] = useState<Box>(emptyBox);
  const completed = useCompletion(box.draft);
  const leaves = leavesOf(commands);
  const listed = listFor(box, leaves, completed, stage);
  const suggestions = box.isClosed ? [] : listed.suggestions.slice(0, mostSuggested);
  const change = (more: Partial<Box>) => setBox((before) => ({ ...before, isClosed: false, complaint: null, ...more }));
  const changeDraft = (draft: Draft, active = -1) => change({ draft, active, tail: '' });

  const type = (text: string) => {
    const found = /\s/u.test(text) ? leafOfLine(leaves, text) : null;
    if (found === null) return change({ text, active: text.startsWith('/') ? 0 : -1 });
    change({ text: '', draft: fillFromLine(found.leaf, found.rest), tail: '', active: -1 });
  };
  const pick = ({ value, name }: Suggestion) => {
    const { draft } = box;
    if (draft === null) {
      const leaf = leaves.find(({ path }) => path.join(' ') === value);
      return leaf && change({ text: '', draft: startDraft(leaf), tail: '', active: -1 });
    }
    if (draft.focus === null) return changeDraft(addOption(draft, value));
    const picked = pickInto(draft, draft.focus, { name, value });
    const next = picked.filled.findIndex(({ text, file }) => text === '' && file === null);
    changeDraft({ ...picked, focus: next === -1 ? null : next });
  };
  const send = () => {
    const { draft, text, files } = box;
    if (session.view().isBusy) return;
    if (draft !== null) return sendDraft(draft);
    if (text.trim() === '' && files.length === 0) return;
    const isLine = text.startsWith('/');
    setBox(emptyBox);
    void session
      .act(isLine ? { kind: 'line', text } : { kind: 'say', text }, { '': files })
      .then((outcome) => outcome.kind === 'problem' && setBox({ ...emptyBox, text, files, isClosed: true }));
  };
  const sendDraft = (draft: Draft) => {
    const missing = missingField(draft);
    if (missing !== null) {
      const focus = draft.filled.findIndex(({ name }) => name === missing);
      return change({ draft: { ...draft, focus }, complaint: missing });
    }
    const { values, files } = sentBy(draft);
    setBox(emptyBox);
    void session
      .act({ kind: 'command', path: draft.leaf.path, values }, files)
      .then((outcome) => outcome.kind === 'problem' && setBox({ ...emptyBox, draft, isClosed: true }));
  };
  const remove = (at: number) => {
    const { draft } = box;
    if (draft === null) return;
    if (at >= 0) return changeDraft(removeOption(draft, at));
    change({ draft: null, text: `/${draft.leaf.path.join(' ')}`, active: 0 });
  };
  const back = () => {
    const { draft, tail } = box;
    if (draft === null || !isEmptyAtFocus(draft, tail)) return false;
    const before = steppedBack(draft);
    if (before === null) remove(-1);
    else changeDraft(before);
    return true;
  };
  const pickActive = () => {
    const suggestion = suggestions[box.active];
    if (suggestion === undefined) return false;
    pick(suggestion);
    return true;
  };
  const keys: Readonly<Record<string, () => boolean>> = {
    ArrowDown: () => suggestions.length > 0 && point(Math.min(suggestions.length - 1, box.active + 1)),
    ArrowUp: () => suggestions.length > 0 && point(Math.max(-1, box.active - 1)),
    Tab: () => pickActive(),
    Enter: () => {
      if (!pickActive()) send();
      return true;
    },
    Escape: () => {
      if (suggestions.length > 0) change({ isClosed: true, active: -1 });
      else if (box.draft !== null) setBox(emptyBox);
      else return false;
      return true;
    },
    Backspace: back,
  };
  const point = (active: number) => {
    setBox((before) => ({ ...before, active }));
    return true;
  };
  return {
    text: box.text,
    draft: box.draft,
    files: box.files,
    tail: box.tail,
    suggestions,
    about: listed.about,
    active: Math.min(box.active, suggestions.length - 1),
    complaint: box.complaint,
    type,
    typeField(at, text) {
      if (box.draft === null) return;
      const draft = typeInto(box.draft, at, text);
      const option = optionOf(draft, draft.filled[at]?.name ?? '');
      changeDraft(draft, option !== undefined && isStrict(option) && text !== '' ? 0 : -1);
    },
    typeTail(tail) {
      const { draft } = box;
      if (draft === null) return;
      const named = openOptions(draft).find(({ name }) => `${name}:` === tail.trim());
      if (named !== undefined) return changeDraft(addOption(draft, named.name));
      change({ tail, draft: { ...draft, focus: null }, active: tail === '' ? -1 : 0 });
    },
    focus(at) {
      if (box.draft !== null && box.draft.focus !== at) change({ draft: { ...box.draft, focus: at }, active: -1 });
    },
    remove,
    pick,
    point: (at) => void point(at),
    add(files, option) {
      const [file] = files;
      if (box.draft !== null && option !== undefined && file !== undefined)
        changeDraft(attach(box.draft, option, file));
      else if (box.draft === null) change({ files: [...box.files, ...files].slice(0, 10) });
    },
    drop(file) {
      if (box.draft === null) return change({ files: [...box.files, file].slice(0, 10) });
      const target = dropTarget(box.draft);
      if (target !== null) changeDraft(attach(box.draft, target, file));
    },
    onKey(event) {
      if (event.isComposing || (event.key === 'Tab' && event.shiftKey) || (event.key === 'Enter' && event.shiftKey))
        return;
      if (keys[event.key]?.() === true) event.preventDefault();
    },
    send,
  };
}

interface Listed {
  readonly suggestions: readonly Suggestion[];
  readonly about: string;
}

const nothing: Listed = { suggestions: [], about: '' };

function listFor(
  { text, draft, tail }: Box,
  leaves: readonly Leaf[],
  completed: readonly Suggestion[],
  known: Parameters<typeof suggestValues>[2],
): Listed {
  if (draft === null) {
    if (!text.startsWith('/')) return nothing;
    const fitting = suggestLeaves(leaves, text.slice(1));
    const suggestions = fitting.map(({ path, description }) => {
      const name = path.join(' ');
      return { name: `/${name}`, value: name, about: description };
    });
    return { suggestions, about: suggestions.length === 0 ? 'No command fits' : 'Commands of Easel' };
  }
  return draft.focus === null ? openOptionList(draft, tail) : valueList(draft, draft.focus, completed, known);
}

function isEmptyAtFocus({ focus, filled }: Draft, tail: string): boolean {
  return focus === null ? tail === '' : filled[focus]?.text === '';
}

/** Without the field that has the focus, or with the focus on the last one; null where the command itself is next. */
function steppedBack(draft: Draft): Draft | null {
  const { focus, filled } = draft;
  if (filled.length === 0 || (focus !== null && filled.length === 1)) return null;
  return focus === null ? { ...draft, focus: filled.length - 1 } : removeOption(draft, focus);
}

function openOptionList(draft: Draft, tail: string): Listed {
  const fitting = openOptions(draft).filter(({ name }) => name.startsWith(tail.trim().toLowerCase()));
  const suggestions = fitting.map(({ name, description }) => ({ name, value: name, about: description }));
  return { suggestions, about: suggestions.length === 0 ? '' : 'Options' };
}

function valueList(
  draft: Draft,
  focus: number,
  completed: readonly Suggestion[],
  known: Parameters<typeof suggestValues>[2],
): Listed {
  const field = draft.filled[focus];
  const option = optionOf(draft, field?.name ?? '');
  if (field === undefined || option === undefined) return nothing;
  const about = `${option.name}: ${option.description}`;
  if (field.picked !== null) return { suggestions: [], about };
  return { suggestions: option.isAutocompleted ? completed : (suggestValues(option, field.text, known) ?? []), about };
}

/** True where only what is listed can be sent. */
function isStrict({ choices, type }: OptionInfo): boolean {
  return choices.length > 0 || (type >= 5 && type <= 9);
}

/** Asks the bot for choices while an option is typed that it completes. */
function useCompletion(draft: Draft | null): readonly Suggestion[] {
  const { session } = useSurroundings();
  const [choices, setChoices] = useState<readonly Suggestion[]>([]);
  const count = useRef(0);
  const field = draft?.focus === null || draft === null ? undefined : draft.filled[draft.focus];
  const isAsked = draft !== null && field?.picked === null && optionOf(draft, field.name)?.isAutocompleted === true;
  const key = isAsked ? `${draft.leaf.path.join(' ')} ${field?.name} ${JSON.stringify(sentBy(draft).values)}` : '';
  useEffect(() => {
    count.current += 1;
    const asked = count.current;
    setChoices([]);
    if (!isAsked || draft === null || field === undefined) return undefined;
    const timer = setTimeout(async () => {
      const { values } = sentBy(draft);
      const act = { kind: 'complete', path: draft.leaf.path, values, option: field.name } as const;
      const outcome = await session.act(act);
      if (asked === count.current && outcome.kind === 'choices') setChoices(suggestionsOf(outcome.choices));
    }, completionPauseMs);
    return () => clearTimeout(timer);
  }, [key]);
  return choices;
}
