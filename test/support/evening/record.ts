/** A whole evening as it was, ready to be read. */
export interface EveningRecord {
  readonly scenes: readonly SceneRecord[];
  /** Everything that the log channel has in the end, oldest first. */
  readonly log: readonly string[];
  /** Pictures that the page shows, by the name of the file. */
  readonly pictures: ReadonlyMap<string, Uint8Array>;
}

/** One scene: a title, what the teller says, and what was done. */
export interface SceneRecord {
  readonly title: string;
  /** Unix milliseconds. */
  readonly startsAtMs: number;
  readonly intro: string;
  readonly steps: readonly StepRecord[];
}

/** One thing that somebody did, and what was seen of it. */
export interface StepRecord {
  readonly who: string;
  /** The channel's name. */
  readonly where: string;
  /** As Markdown: a command in backticks, or what was pressed. */
  readonly did: string;
  readonly seen: readonly Seen[];
}

/** A message as people see it. */
export interface Seen {
  /** The channel's name. */
  readonly where: string;
  /** The only one who sees it, or null. */
  readonly onlyFor: string | null;
  readonly text: string;
  readonly buttons: readonly string[];
  readonly files: readonly SeenFile[];
}

/** A file of a message. */
export interface SeenFile {
  readonly name: string;
  /** What a screen reader says; empty where there is nothing. */
  readonly description: string;
  /** Under which name the page shows it, or null. */
  readonly shownAs: string | null;
  /** Its text where the page quotes it, or null. */
  readonly text: string | null;
}
