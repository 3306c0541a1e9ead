import { z } from 'zod';
import type { ProviderName } from '#core/ids.ts';
import { createKeyedMutex } from '#core/lock.ts';
import type { Settings } from '#db/settings.ts';

const pauseSchema = z.object({ sinceMs: z.number(), reason: z.string() });
const actSchema = z.object({
  id: z.string(),
  atMs: z.number(),
  /** What was paused or taken up again: `bot`, or a service's name. */
  subject: z.string(),
  isPaused: z.boolean(),
  reason: z.string(),
});
const documentSchema = z.object({
  paused: z.record(z.string(), pauseSchema),
  /** The oldest first. */
  acts: z.array(actSchema),
});
type PausesDocument = Readonly<z.output<typeof documentSchema>>;

/** Something that is paused: since when (Unix milliseconds), and what the operator said about it. */
export type Pause = Readonly<z.output<typeof pauseSchema>>;
/** The operator paused something, or took it up again. `id` names the click, so that it is done once. */
export type PauseAct = Readonly<z.output<typeof actSchema>>;

/** What stands for the whole bot among the subjects of pauses. */
export const wholeBot = 'bot';

/** What the operator has paused. It survives a restart. */
export interface Pauses {
  /** The pause of the whole bot, whose reason members read; null while there is none. */
  ofBot(): Pause | null;
  isService(name: ProviderName): boolean;
  /** By subject. */
  all(): ReadonlyMap<string, Pause>;
  /** What was paused and taken up again, the newest first; the last hundred. */
  acts(): readonly PauseAct[];
  /** False where this click, or an earlier one, has done it before. @throws {@link BotError} `store.unavailable` */
  change(act: PauseAct): Promise<boolean>;
  /** Reads what another process has written. @throws {@link BotError} `store.unavailable` */
  refresh(): Promise<void>;
}

const mostActs = 100;
const key = 'pauses';

/** What is told of pauses. */
export interface PauseListener {
  /** Told after each change, and of what is found. */
  readonly onChange: (subject: string, isPaused: boolean) => void;
  /** Told after this process has written a change. */
  readonly onWritten?: () => void;
}

/** Reads what was paused before. @throws {@link BotError} `store.unavailable` */
export async function openPauses(
  settings: Pick<Settings, 'get' | 'set'>,
  { onChange, onWritten }: PauseListener,
): Promise<Pauses> {
  const read = async (): Promise<PausesDocument> =>
    (await settings.get(key, documentSchema)) ?? { paused: {}, acts: [] };
  let now = await read();
  const oneAtATime = createKeyedMutex();
  for (const subject of Object.keys(now.paused)) onChange(subject, true);
  return {
    ofBot: () => now.paused[wholeBot] ?? null,
    isService: (name) => now.paused[name] !== undefined,
    all: () => new Map(Object.entries(now.paused)),
    acts: () => now.acts.toReversed(),
    change: (act) =>
      oneAtATime(key, async () => {
        now = await read();
        const next = after(now, act);
        if (next === null) return false;
        await settings.set(key, next);
        now = next;
        onChange(act.subject, act.isPaused);
        onWritten?.();
        return true;
      }),
    refresh: () =>
      oneAtATime(key, async () => {
        const before = now;
        now = await read();
        for (const subject of new Set([...Object.keys(before.paused), ...Object.keys(now.paused)])) {
          const isPaused = now.paused[subject] !== undefined;
          if (isPaused !== (before.paused[subject] !== undefined)) onChange(subject, isPaused);
        }
      }),
  };
}

/** Null where nothing changes. A pause with other words is a change. */
function after({ paused, acts }: PausesDocument, act: PauseAct): PausesDocument | null {
  const { id, subject, isPaused, atMs, reason } = act;
  const before = paused[subject];
  const isSo = isPaused ? before?.reason === reason : before === undefined;
  if (isSo || acts.some((each) => each.id === id)) return null;
  const { [subject]: _ended, ...others } = paused;
  const pause = { sinceMs: before?.sinceMs ?? atMs, reason };
  return { paused: isPaused ? { ...others, [subject]: pause } : others, acts: [...acts, act].slice(-mostActs) };
}
