import { asBotError } from '../domain/errors.ts';
import { type PromptFlags, type ReadFlag, readPromptFlags } from '../domain/prompt-flags.ts';
import type { GenerationRequest } from '../domain/request.ts';
import { type Told, withFlags } from '../domain/told.ts';
import type { Admission, Flow } from './flow.ts';

/** An admitted request whose prompt has no flags of other tools in it any more. */
export interface ReadRequest {
  /** As it was typed, where the prompt has none. */
  readonly request: GenerationRequest;
  readonly admission: Admission;
  readonly told: Told;
}

/**
 * Admits a request with the flags of its prompt as options. A flag that the model does not take is left out and told.
 *
 * @throws {@link BotError} `refused.*`, `store.unavailable`
 */
export async function admitFlags(typed: GenerationRequest, admit: Flow['admit']): Promise<ReadRequest> {
  const flags = readPromptFlags(typed.prompt);
  if (flags.read.length + flags.unread.length === 0) {
    const admission = await admit(typed);
    return { request: typed, admission, told: toldOf(null, [], [], admission) };
  }
  return admitWith(typed, flags, flags.read, admit);
}

async function admitWith(
  typed: GenerationRequest,
  flags: PromptFlags,
  used: readonly ReadFlag[],
  admit: Flow['admit'],
): Promise<ReadRequest> {
  const { request, overruled } = withFlags(typed, flags.words, used);
  try {
    const admission = await admit(request);
    const read = used.map(({ text }) => text).filter((text) => !overruled.includes(text));
    const left = flags.read.filter((flag) => !used.includes(flag)).map(({ text }) => text);
    return { request, admission, told: toldOf(flags.words, read, [...flags.unread, ...left, ...overruled], admission) };
  } catch (thrown) {
    const wrong = flagToBlame(thrown, typed, used);
    if (wrong === null) throw thrown;
    return admitWith(
      typed,
      flags,
      used.filter((flag) => flag !== wrong),
      admit,
    );
  }
}

const nameOf: Readonly<Record<string, string>> = { lora_strength: 'lora' };

/** The flag that stands for a refused option; null where the member chose it otherwise. */
function flagToBlame(thrown: unknown, { options }: GenerationRequest, used: readonly ReadFlag[]): ReadFlag | null {
  const { code, facts } = asBotError(thrown);
  if (code !== 'refused.options') return null;
  const names = [facts.option ?? '', ...(facts.together ?? [])].map((name) => nameOf[name] ?? name);
  const isFlags = (name: string) => Reflect.get(options, name) === null;
  return used.find((flag) => Object.keys(flag.options).some((name) => names.includes(name) && isFlags(name))) ?? null;
}

function toldOf(words: string | null, read: readonly string[], unread: readonly string[], { plan }: Admission): Told {
  return { words, read, unread, resized: plan.resized ?? null };
}
