import type { Progress } from '../domain/ports.ts';

/** How one of several remote jobs is: as last shown (null: nothing is known yet), its picture is there, or it brings none. */
export type PartProgress = Progress | 'there' | 'lost' | null;

/** One line for all of them. A part's own progress where there is only one. */
export function combineProgress(parts: readonly PartProgress[]): Progress {
  const open: readonly Progress[] = parts.filter(isOpen).map((part) => part ?? waiting);
  const [first = waiting] = open;
  if (parts.length === 1) return first;
  const overdue = open.find(({ kind }) => kind === 'overdue');
  if (overdue) return overdue;
  const jobs = parts.filter((part) => part === 'there').length;
  if (jobs === 0 && open.every(({ kind }) => kind === 'queued')) return nearest(open);
  const done = { jobs, of: parts.length };
  return { kind: 'running', fraction: shareOf(parts), expectedAtMs: latestOf(open), done };
}

const waiting = { kind: 'queued', ahead: null, expectedAtMs: null } as const;

function isOpen(part: PartProgress): part is Progress | null {
  return part !== 'there' && part !== 'lost';
}

/** The place of the one that comes first. */
function nearest(open: readonly Progress[]): Progress {
  const places = open.flatMap((part) => (part.kind === 'queued' && part.ahead !== null ? [part.ahead] : []));
  return { ...waiting, ahead: places.length === 0 ? null : Math.min(...places) };
}

/** Null where a part that runs does not tell its own. */
function shareOf(parts: readonly PartProgress[]): number | null {
  let sum = 0;
  for (const part of parts) {
    const share = part === 'there' ? 1 : fractionOf(part);
    if (share === null) return null;
    sum += share;
  }
  return sum / parts.length;
}

function fractionOf(part: Exclude<PartProgress, 'there'>): number | null {
  return part !== null && part !== 'lost' && part.kind === 'running' ? part.fraction : 0;
}

/** Null where one of them is not known. */
function latestOf(open: readonly Progress[]): number | null {
  let latestMs: number | null = null;
  for (const part of open) {
    if (part.kind !== 'running' || part.expectedAtMs === null) return null;
    latestMs = Math.max(latestMs ?? 0, part.expectedAtMs);
  }
  return latestMs;
}
