import { beings } from './subjects/beings.ts';
import type { Subject } from './subjects/subject.ts';
import { things } from './subjects/things.ts';

/** Everything that can be drawn; a word belongs to the first that has it. */
export const subjects: readonly Subject[] = [...beings, ...things];
