import type { Finding } from '#core/finding.ts';

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
