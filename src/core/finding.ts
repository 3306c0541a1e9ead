/** One line of the report. `note` is neither good nor bad: something that was not asked, or that is as well to know. */
export interface Finding {
  readonly mark: 'fine' | 'wrong' | 'note';
  /** What was looked at. */
  readonly subject: string;
  readonly detail: string;
  /** What to do about it; null where there is nothing to do. */
  readonly advice: string | null;
}

/** Nothing to do. */
export function fine(subject: string, detail: string): Finding {
  return { mark: 'fine', subject, detail, advice: null };
}

/** Nothing that must be done. */
export function note(subject: string, detail: string, advice: string | null = null): Finding {
  return { mark: 'note', subject, detail, advice };
}

/** Something to put right. */
export function wrong(subject: string, detail: string, advice: string): Finding {
  return { mark: 'wrong', subject, detail, advice };
}
