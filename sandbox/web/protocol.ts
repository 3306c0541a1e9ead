import type { Choice, Component, Message } from '../discord/wire.ts';

/** Somebody whose eyes the page can take. */
export interface PersonInfo {
  readonly id: string;
  readonly name: string;
  /** What this person may do, in a few words. */
  readonly about: string;
  /** As Discord names it, such as `de`. */
  readonly locale: string;
}

/** A channel in a person's list. */
export interface ChannelInfo {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly isNsfw: boolean;
  readonly isPrivate: boolean;
  /** The channel that a thread belongs to; null for a channel of its own. */
  readonly parentId: string | null;
}

/** A role, for mentions and menus. */
export interface RoleInfo {
  readonly id: string;
  readonly name: string;
}

/** A message as one person sees it. */
export interface ShownMessage {
  readonly message: Message;
  /** The command that it answers, such as `/imagine`; null where it answers none. */
  readonly command: string | null;
}

/** Something that Discord, or its published description, does not take from the bot. */
export interface Violation {
  readonly id: number;
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  readonly problems: readonly string[];
}

/** How far the tour is. */
export interface TourStep {
  readonly scene: string;
  readonly intro: string;
  /** What somebody does in this moment, in Discord's markdown. */
  readonly did: string;
  readonly personId: string | null;
  readonly channelId: string | null;
  readonly isOver: boolean;
  /** Why it ended early; null where it did not. */
  readonly problem: string | null;
}

/** What happened, without its place in the order. */
export type Happening =
  | { readonly kind: 'message'; readonly change: 'created' | 'edited' | 'deleted'; readonly shown: ShownMessage }
  | { readonly kind: 'violation'; readonly violation: Violation }
  | { readonly kind: 'tour'; readonly step: TourStep }
  | { readonly kind: 'faults'; readonly pending: number };

/** One thing that happened. Numbers grow; those of things that a person does not see are missing. */
export type FeedEvent = Happening & {
  readonly seq: number;
  /** By the stage's clock, Unix milliseconds. */
  readonly atMs: number;
};

/** What a page is told when it opens, and after it was away for too long to catch up. */
export interface StageState {
  readonly stage: string;
  readonly title: string;
  /** Another one after each start of the server; numbers of one epoch mean nothing in another. */
  readonly epoch: string;
  /** The newest number that is contained. */
  readonly seq: number;
  readonly nowMs: number;
  readonly me: PersonInfo;
  readonly people: readonly PersonInfo[];
  readonly channels: readonly ChannelInfo[];
  readonly roles: readonly RoleInfo[];
  readonly botId: string;
  readonly violations: readonly Violation[];
  readonly step: TourStep | null;
  readonly hasFaults: boolean;
  readonly pendingFaults: number;
}

/** A part of a channel, oldest first, as it was at `seq`. */
export interface MessagePart {
  readonly seq: number;
  readonly messages: readonly ShownMessage[];
  readonly hasOlder: boolean;
}

/** An option or sub-command, in the person's language. */
export interface OptionInfo {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
  readonly isAutocompleted: boolean;
  readonly choices: readonly Choice[];
  readonly options: readonly OptionInfo[];
  /** Endings that a file may have, such as `.png`; none where any will do. */
  readonly fileTypes: readonly string[];
}

/** A command that is offered to a person in a channel: 1 slash, 2 a person's menu, 3 a message's menu. */
export interface CommandInfo {
  readonly id: string;
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionInfo[];
}

/** A form to fill in. */
export interface FormInfo {
  readonly key: string;
  readonly title: string;
  readonly components: readonly Component[];
}

/** Texts and chosen values, by the name of an option or the custom id of a field. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

/** What a person does. Files go beside it, by the name of their option or field. */
export type Act =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'command'; readonly path: readonly string[]; readonly values: Readonly<Record<string, string>> }
  | {
      readonly kind: 'complete';
      readonly path: readonly string[];
      readonly values: Readonly<Record<string, string>>;
      readonly option: string;
    }
  | { readonly kind: 'press'; readonly messageId: string; readonly customId: string }
  | {
      readonly kind: 'select';
      readonly messageId: string;
      readonly customId: string;
      readonly values: readonly string[];
    }
  | { readonly kind: 'form'; readonly key: string; readonly values: Values }
  | { readonly kind: 'use_on_message'; readonly messageId: string; readonly command: string }
  | { readonly kind: 'use_on_person'; readonly userId: string; readonly command: string };

/** What came of an act at first. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'form'; readonly form: FormInfo }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  /** Discord's own client would not have let it through, or the application did not respond. */
  | { readonly kind: 'problem'; readonly problem: string };

/** Something that can be made to go wrong: a row of docs/faults.md. */
export interface FaultInfo {
  readonly id: string;
  /** The step of a request that it hits. */
  readonly verb: string;
  readonly title: string;
  /** What it hits, in words. */
  readonly where: string;
  /** What the member reads in the end; where the money is; how often the services were asked, and made it. */
  readonly reads: string;
  readonly money: string;
  readonly asked: number;
  readonly made: number;
  /** Why the page cannot play it; null where it can. */
  readonly whyNot: string | null;
}

/** What the bot says of somebody's credits; null while it does not answer. */
export interface CreditsInfo {
  readonly text: string | null;
}
