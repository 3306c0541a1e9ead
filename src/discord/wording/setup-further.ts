import { cut, inlineCode } from './escape.ts';
import { credits } from './money.ts';
import { say } from './say.ts';
import { listed } from './setup.ts';
import { textsBy } from './texts-by.ts';

/** `/setup models` with `enable` and `disable`: models of RunComfy's catalogue that a server can switch on. */
export const furtherTexts = Object.assign(
  textsBy(['on', 'off'], (state) => say(`further.${state}`)),
  {
    what: (id: string) => say('setup.what.model', { model: inlineCode(id, 80) }),
    full: (most: number) => say('further.full', { most }),
    isEverywhere: (id: string) => say('further.isEverywhere', { model: inlineCode(id, 80) }),
    isOff: (name: string, on: readonly string[]) => {
      const model = inlineCode(name);
      return on.length === 0 ? say('further.noneIsOn', { model }) : say('further.isOff', { model, models: named(on) });
    },
    unknown: (name: string, candidates: readonly string[]) =>
      candidates.length === 0
        ? say('further.noneListed')
        : say('further.unknown', { model: inlineCode(name), models: named(candidates) }),
    price: (usual: number, isEstimated: boolean) =>
      say(isEstimated ? 'further.estimate' : 'further.price', { credits: credits(usual) }),
    gone: (id: string) => cut(say('further.gone', { model: id }), 100),
  },
);

function named(ids: readonly string[]): string {
  return listed(
    ids.map((id) => inlineCode(id, 80)),
    20,
  );
}
