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

const marks = { fine: '✓', wrong: '✗', note: '–' } as const satisfies Record<Finding['mark'], string>;

/** The findings, one line each, with a sum at the end. None of `secrets` is in it, whoever repeated one. */
export function formatReport(findings: readonly Finding[], secrets: readonly string[]): string {
  const lines = findings.map(
    ({ mark, subject, detail, advice }) =>
      `${marks[mark]} ${subject}: ${detail}${advice === null ? '' : ` → ${advice}`}`,
  );
  const count = findings.filter(({ mark }) => mark === 'wrong').length;
  const sum = count === 0 ? 'Nothing is wrong.' : `${count} ${count === 1 ? 'thing is' : 'things are'} wrong.`;
  const text = [...lines.map(onOneLine), '', sum, ''].join('\n');
  return secrets
    .filter((secret) => secret !== '')
    .reduce((shown, secret) => shown.replaceAll(secret, '[secret]'), text);
}

/** Texts of a service can hold anything. */
function onOneLine(line: string): string {
  return line.replace(/\p{Cc}+/gu, ' ');
}
