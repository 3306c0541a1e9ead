import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../sandbox/services/random.ts';
import type { Stage } from './stage.ts';
import { listenToWire, type WireEvent, type WireKind, wireKinds } from './wire.ts';

/** When a process is to be killed. */
export type Moment =
  | { readonly kind: 'after'; readonly ms: number }
  /** At the `nth` write to the store since the process is up. */
  | { readonly kind: 'write'; readonly nth: number; readonly lateMs: number }
  | {
      readonly kind: 'wire';
      readonly on: WireKind;
      readonly phase: 'arrived' | 'answered';
      readonly nth: number;
      readonly lateMs: number;
    };

/** Kinds that happen too seldom to wait for the third of them. */
const rare: ReadonlySet<WireKind> = new Set<WireKind>(['cancel', 'follow-up', 'message edited']);
const chosen = wireKinds.filter((kind) => kind !== 'other' && kind !== 'check');

/** What a process that takes commands asks for, and one that follows jobs. */
export const wireKindsOf: Readonly<Record<'door' | 'worker', readonly WireKind[]>> = {
  door: ['first answer', 'reply edited', 'follow-up', 'message posted', 'submit', 'submit'],
  worker: ['reply edited', 'message posted', 'message edited', 'picture uploaded', 'finished', 'cancel', 'download'],
};

/** What a moment is drawn from. */
export interface MomentChoice {
  readonly kinds: readonly WireKind[];
  readonly mostWrites: number;
}

const anyMoment: MomentChoice = { kinds: chosen, mostWrites: 60 };

/** Draws a moment: half of them at a request on the wire, of one of these kinds, the others at a write or at random. */
export function drawMoment(random: Random, { kinds, mostWrites }: MomentChoice = anyMoment): Moment {
  const what = random();
  const lateMs = random() < 0.5 ? 0 : Math.floor(random() * 8);
  if (what < 0.2) return { kind: 'after', ms: 300 + Math.floor(random() * 3500) };
  if (what < 0.4) return { kind: 'write', nth: 1 + Math.floor(random() * mostWrites), lateMs };
  const on = kinds[Math.floor(random() * kinds.length)] ?? 'submit';
  const nth = 1 + Math.floor(random() * (rare.has(on) ? 2 : 5));
  // Before its answer nobody knows that a check will find an end.
  const phase = random() < 0.5 && on !== 'finished' ? 'arrived' : 'answered';
  return { kind: 'wire', on, phase, nth, lateMs };
}

/** A moment in words. */
export function describeMoment(moment: Moment): string {
  switch (moment.kind) {
    case 'after':
      return `${moment.ms} ms after the start`;
    case 'write':
      return `write ${moment.nth} to the store, ${moment.lateMs} ms later`;
    case 'wire':
      return `${moment.on} ${moment.phase}, number ${moment.nth}, ${moment.lateMs} ms later`;
  }
}

/** The process that is to be struck, as it is seen from outside. */
export interface Target {
  /** Hears of its requests. Returns what stops it. */
  listen(hear: (event: WireEvent) => void): () => void;
  /** Hears of its writes to the store. Returns what stops it. */
  onWrite(hear: () => void): () => void;
}

/** The only process. */
export function onlyTarget(stage: Stage): Target {
  return {
    listen: (hear) => listenToWire(stage, hear),
    onWrite(hear) {
      const watcher = watchStore(stage.folder, hear);
      return () => watcher.close();
    },
  };
}

/** Calls `strike` once, when the moment has come or `mostMs` have passed. Returns what disarms it. */
export function arm(moment: Moment, target: Target, mostMs: number, strike: (how: string) => void): () => void {
  const stops: (() => void)[] = [];
  let isOver = false;
  const end = () => {
    isOver = true;
    for (const stop of stops) stop();
  };
  const strikeOnce = (how: string) => {
    if (isOver) return;
    end();
    strike(how);
  };
  const later = (ms: number, how: string) => {
    if (ms === 0) return strikeOnce(how);
    const timer = setTimeout(() => strikeOnce(how), ms);
    stops.push(() => clearTimeout(timer));
  };
  later(moment.kind === 'after' ? moment.ms : mostMs, moment.kind === 'after' ? describeMoment(moment) : 'in the end');
  if (moment.kind !== 'after')
    stops.push(listenFor(moment, target, () => later(moment.lateMs, describeMoment(moment))));
  return end;
}

function listenFor(moment: Exclude<Moment, { kind: 'after' }>, target: Target, come: () => void): () => void {
  let left = moment.nth;
  const count = () => {
    left -= 1;
    if (left === 0) come();
  };
  if (moment.kind === 'write') return target.onWrite(count);
  return target.listen(({ kind, phase }) => {
    if (kind === moment.on && phase === moment.phase) count();
  });
}

function watchStore(folder: string, changed: () => void): FSWatcher {
  return watch(folder, (_event, name) => {
    if (join(folder, name ?? '').includes('easel.sqlite')) changed();
  });
}
