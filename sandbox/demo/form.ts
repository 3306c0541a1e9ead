import type { Modal } from '../discord/records.ts';
import { allComponents, type Component } from '../discord/wire.ts';

/** A form as plain lines, with what stands in its fields. */
export function showForm({ title, components }: Modal): string {
  const fields = components.flatMap(({ label, component }) =>
    component?.custom_id
      ? [`  ${component.custom_id}: ${shownValue(component)}   (${label ?? ''}${choicesOf(component)})`]
      : [],
  );
  const [first = 'name'] = fieldNames(components);
  return [`[form] ${title}`, ...fields, `Type: fill ${first}:your words        (what you leave out stays)`].join('\n');
}

/** What was typed for the fields of a form: `prompt:two foxes size:16:9`. @throws Error where no field is named */
export function readForm({ components }: Modal, typed: string): Readonly<Record<string, string>> {
  const names = fieldNames(components);
  const starts = [...typed.matchAll(/(?<=^|\s)([a-z_0-9]+):/gu)].filter(([, name]) => names.includes(name ?? ''));
  if (starts.length === 0) throw new Error(`The form has these fields: ${names.join(', ')}.`);
  const pairs = starts.map((start, index): [string, string] => {
    const end = starts[index + 1]?.index ?? typed.length;
    return [start[1] ?? '', typed.slice(start.index + start[0].length, end).trim()];
  });
  return Object.fromEntries(pairs);
}

function shownValue({ value, options }: Component): string {
  return value ?? options?.find((option) => option.default === true)?.label ?? '';
}

function choicesOf({ type, options }: Component): string {
  if (type === fileType) return ': a file, or sample';
  return options ? `: ${options.map((option) => option.label).join(', ')}` : '';
}

const fileType = 19;

function fieldNames(components: readonly Component[]): readonly string[] {
  return allComponents(components).flatMap(({ custom_id }) => custom_id ?? []);
}
