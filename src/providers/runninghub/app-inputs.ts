import { z } from 'zod';
import { type FoundInput, offerable } from '#catalog/found-inputs.ts';
import { longestTypedPrompt } from '#catalog/wire-words.ts';
import { isBlank } from '#core/text.ts';
import { anyText, looseText, readAnswer } from '../read-answer.ts';
import { fieldLabel, isPromptField, numberInput } from './graph-inputs.ts';

/** What an app asks for, in its own order: its author has chosen. A kind of field that Easel does not know is left out. */
export function inputsOfApp(nodeInfoList: readonly unknown[]): readonly FoundInput[] {
  const nodes = nodeInfoList.flatMap((node) => {
    const read = nodeSchema.safeParse(node);
    return read.success ? [read.data] : [];
  });
  return offerable(nodes.flatMap((node) => inputOf(node) ?? []));
}

type AppNode = z.output<typeof nodeSchema>;

function inputOf(node: AppNode): FoundInput | null {
  const { nodeId, nodeName, fieldName, description, fieldValue } = node;
  const label = fieldLabel(description || fieldName);
  const base = { node: nodeId, field: fieldName, required: false };
  const found = (input: FoundInput['input'], isPrompt = false) => ({ input, isPrompt, place: nodeName || nodeId });
  switch (node.fieldType.toUpperCase()) {
    case 'STRING': {
      const isPrompt = isPromptField(`${nodeName} ${description}`, fieldName);
      return found({ ...base, type: 'text', label, maxCharacters: longestTypedPrompt }, isPrompt);
    }
    case 'IMAGE':
      return found({ ...base, type: 'image', maxMegabytes: 10 });
    case 'VIDEO':
      return found({ ...base, type: 'video', maxMegabytes: 10 });
    case 'AUDIO':
      return found({ ...base, type: 'audio', maxMegabytes: 10 });
    case 'LIST': {
      const values = choicesIn(node.fieldData, fieldValue);
      if (values.length === 0) return null;
      return found({
        ...base,
        type: 'choice',
        label,
        values,
        ...(values.includes(fieldValue) && { default: fieldValue }),
      });
    }
    case 'INT':
    case 'FLOAT': {
      const whole = node.fieldType.toUpperCase() === 'INT';
      const current = fieldValue === '' ? Number.NaN : Number(fieldValue);
      return found({ ...base, label, ...numberInput(fieldName, { current, whole, bounds: boundsIn(node.fieldData) }) });
    }
    case 'BOOLEAN':
      return found({ ...base, type: 'flag', label, default: /^(?:true|1)$/iu.test(fieldValue) });
    default:
      return null;
  }
}

const mostChoices = 25;

/** The current one is among them, however many there are. */
function choicesIn(fieldData: string, current: string): string[] {
  const all = [...new Set(textsIn(readAnswer(fieldData, z.unknown())))].filter(
    (text) => !isBlank(text) && text.length <= 100,
  );
  const first = all.slice(0, mostChoices);
  return first.includes(current) || !all.includes(current) ? first : [...first.slice(0, -1), current];
}

/** Texts, numbers, or objects with a name or a value, in lists within lists: the service has no one way. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  const named = choiceSchema.safeParse(value);
  return named.success ? textsIn(named.data.index ?? named.data.value ?? named.data.name) : [];
}

function boundsIn(fieldData: string): { readonly min: number; readonly max: number } | null {
  const data = readAnswer(fieldData, z.unknown());
  const parts = Array.isArray(data) ? data : [data];
  for (const part of parts) {
    const read = boundsSchema.safeParse(part);
    if (read.success) return read.data;
  }
  return null;
}

const choiceSchema = z.object({
  index: z.union([z.string(), z.number()]).optional(),
  value: z.union([z.string(), z.number()]).optional(),
  name: z.string().optional(),
});
const boundsSchema = z.object({ min: z.number(), max: z.number() });
const nodeSchema = z.object({
  nodeId: looseText,
  nodeName: looseText.catch(''),
  fieldName: looseText,
  fieldType: looseText,
  fieldValue: anyText,
  fieldData: anyText,
  description: looseText.catch(''),
});
