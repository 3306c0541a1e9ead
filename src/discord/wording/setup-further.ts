import { inlineCode } from './escape.ts';
import { credits } from './money.ts';
import { listed } from './setup.ts';

const named = (ids: readonly string[], most: number) =>
  listed(
    ids.map((id) => inlineCode(id, 50)),
    most,
  );

/** `/setup models` with `enable` and `disable`: models of RunComfy's catalogue that a server can switch on. */
export const furtherTexts = {
  what: (id: string) => `model ${inlineCode(id, 50)}`,
  on: 'switched on',
  off: 'switched off',
  full: (most: number) => `There are ${most} further models switched on already. Switch one off first.`,
  isEverywhere: (id: string) =>
    `${inlineCode(id, 50)} is there on every server. ${inlineCode('allow')} and ${inlineCode('deny')} open and close it.`,
  isOff: (name: string, on: readonly string[]) =>
    `${inlineCode(name)} is not switched on here. ${on.length === 0 ? 'No further model is.' : `Switched on: ${named(on, 20)}.`}`,
  unknown: (name: string, candidates: readonly string[]) =>
    candidates.length === 0
      ? 'There are no further models to switch on: they come from RunComfy’s catalogue, which needs a token and is read once a day.'
      : `RunComfy lists no model ${inlineCode(name)} that Easel can run. Pick one of: ${named(candidates, 20)}.`,
  price: (usual: number, isEstimated: boolean) =>
    isEstimated
      ? `A picture costs ${credits(usual)} with default options. RunComfy states one price only; what quality and resolution add is an estimate. ${inlineCode('action:price')} sets a price of your own.`
      : `A picture costs ${credits(usual)}, by RunComfy’s catalogue.`,
  gone: (id: string) => `${id} (listed no more)`.slice(0, 100),
} as const;
