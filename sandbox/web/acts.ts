import { z } from 'zod';
import type { Exchange } from '../discord/exchange.ts';
import type { PersonFile } from '../discord/files.ts';
import type { Person } from '../discord/person.ts';
import type { Modal } from '../discord/records.ts';
import type { Act, Outcome, Values } from './protocol.ts';

/** Files by the name of the option or field that they are for; those of an ordinary message are under the empty name. */
export type ActFiles = Readonly<Record<string, readonly PersonFile[]>>;

/** Lets people do things, and keeps the forms that were opened for them. */
export interface ActDesk {
  /** Never rejects: what Discord's client would refuse, and an application that does not respond, are outcomes. */
  perform(person: Person, act: Act, files: ActFiles): Promise<Outcome>;
}

const keptForms = 100;
const text = z.string().max(20_000);
const texts = z.array(text).max(30);
const values = z.record(z.string(), text);

/** What a page may ask for. */
export const actSchema: z.ZodType<Act> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('say'), text }),
  z.object({ kind: z.literal('line'), text }),
  z.object({ kind: z.literal('command'), path: texts.min(1), values }),
  z.object({ kind: z.literal('complete'), path: texts.min(1), values, option: text }),
  z.object({ kind: z.literal('press'), messageId: text, customId: text }),
  z.object({ kind: z.literal('select'), messageId: text, customId: text, values: texts }),
  z.object({ kind: z.literal('form'), key: text, values: z.record(z.string(), z.union([text, texts])) }),
  z.object({ kind: z.literal('use_on_message'), messageId: text, command: text }),
  z.object({ kind: z.literal('use_on_person'), userId: text, command: text }),
]);

/** A desk without forms. */
export function createActDesk(): ActDesk {
  const forms = new Map<string, Modal>();
  let count = 0;
  const keep = (modal: Modal): string => {
    count += 1;
    const key = String(count);
    forms.set(key, modal);
    for (const oldest of [...forms.keys()].slice(0, -keptForms)) forms.delete(oldest);
    return key;
  };
  const outcomeOf = async (exchange: Exchange): Promise<Outcome> => {
    const answer = await exchange.firstAnswer();
    if (answer.kind === 'choices') return { kind: 'choices', choices: answer.choices };
    if (answer.kind !== 'modal') return { kind: 'done' };
    const { title, components } = answer.modal;
    return { kind: 'form', form: { key: keep(answer.modal), title, components } };
  };
  const submit = (person: Person, key: string, filled: Values, files: ActFiles): Exchange => {
    const modal = forms.get(key);
    if (modal === undefined) throw new Error('This form is not open any more. Open it again.');
    return person.submitModal(modal, { ...filled, ...files });
  };
  const perform = async (person: Person, act: Act, files: ActFiles): Promise<Outcome> => {
    switch (act.kind) {
      case 'say':
        await person.say(act.text, { files: files[''] ?? [] });
        return { kind: 'done' };
      case 'line':
        return outcomeOf(person.slash(act.text, firstOf(files)));
      case 'command':
        return outcomeOf(person.slash(lineOf(act.path, act.values), firstOf(files)));
      case 'complete': {
        const others = Object.entries(act.values).filter(([name, value]) => name !== act.option && value !== '');
        const line = lineOf(act.path, { ...Object.fromEntries(others), [act.option]: act.values[act.option] ?? '' });
        return { kind: 'choices', choices: await person.autocomplete(line, act.option) };
      }
      case 'press':
        return outcomeOf(person.press({ id: act.messageId }, act.customId));
      case 'select':
        return outcomeOf(person.select({ id: act.messageId }, act.customId, act.values));
      case 'form':
        return outcomeOf(submit(person, act.key, act.values, files));
      case 'use_on_message':
        return outcomeOf(person.useOn({ id: act.messageId }, act.command));
      case 'use_on_person':
        return outcomeOf(person.useOnMember(act.userId, act.command));
    }
  };
  return {
    perform: async (person, act, files) => {
      try {
        return await perform(person, act, files);
      } catch (error) {
        return { kind: 'problem', problem: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

/** A line as it would be typed; quotes keep each value together. */
export function lineOf(path: readonly string[], options: Readonly<Record<string, string>>): string {
  const typed = Object.entries(options).map(([name, value]) => `${name}:"${value.replaceAll(/["\\]/gu, '\\$&')}"`);
  return [`/${path.join(' ')}`, ...typed].join(' ');
}

function firstOf(files: ActFiles): Readonly<Record<string, PersonFile>> {
  return Object.fromEntries(Object.entries(files).flatMap(([name, [file]]) => (file ? [[name, file]] : [])));
}
