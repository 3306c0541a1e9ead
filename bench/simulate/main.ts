import { answerAll, type Table } from './questions.ts';

/** Prints one table per question, as Markdown. The same figures each time. */
function print({ title, about, head, rows }: Table): void {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  console.log(
    [`## ${title}`, '', about, '', line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n'),
  );
}

for (const table of await answerAll()) print(table);
