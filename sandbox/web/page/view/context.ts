import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CommandInfo, StageState } from '../../protocol.ts';
import type { Session } from '../state/session.ts';

/** What every part of the page may need. */
export interface Surroundings {
  readonly session: Session;
  readonly stage: StageState;
  readonly commands: readonly CommandInfo[];
  /** Unix milliseconds by the stage's clock. */
  readonly now: () => number;
  /** Puts a command into the command box. */
  readonly type: (line: string) => void;
  /** Shows a picture large. */
  readonly enlarge: (picture: Enlarged | null) => void;
}

/** A picture that is shown large. */
export interface Enlarged {
  readonly url: string;
  readonly about: string;
}

const context = createContext<Surroundings | null>(null);

/** Hands the surroundings to everything within. */
export const SurroundingsProvider = context.Provider;

/** @see Surroundings */
export function useSurroundings(): Surroundings {
  const surroundings = useContext(context);
  if (surroundings === null) throw new Error('There are no surroundings here.');
  return surroundings;
}
