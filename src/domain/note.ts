import type { GuildId, UserId } from './ids.ts';

/** What moderators and operators do besides moving credits; each is an entry of the guild's journal. */
export const noteKinds = [
  'suspend',
  'unsuspend',
  'strike',
  'forgive',
  'block',
  'unblock',
  'cancel',
  'approve',
  'decline',
  'report',
  'delete',
  'setup',
] as const;
/** @see noteKinds */
export type NoteKind = (typeof noteKinds)[number];

/** An act that moves no credits. `id` names it, so that it is written once. */
export interface Note {
  readonly id: string;
  readonly guildId: GuildId;
  readonly kind: NoteKind;
  /** Null for Easel itself. */
  readonly byUserId: UserId | null;
  /** Whom it concerns; null for the guild. */
  readonly userId: UserId | null;
  readonly reason: string;
}
