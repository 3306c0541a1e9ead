import { describe, expect, it } from 'vitest';
import { commands } from '../commands/index.ts';
import { mod } from '../commands/mod/command.ts';
import { readText, tableRows } from './support/repository.ts';

/** A command, a group, a subcommand or an option, as Discord gets it. */
interface Node {
  readonly name: string;
  /** 1 is a subcommand, 2 a group of them; commands have other numbers or none. */
  readonly type?: number | undefined;
  readonly options?: readonly Node[] | undefined;
}

const trees: readonly Node[] = commands.map(({ data }) => data);
const menus = commands.flatMap(({ ofMessage }) => (ofMessage ? [ofMessage.data.name] : []));
const pages = [
  'README.md',
  ...['commands', 'install', 'members', 'moderators', 'setup'].map((name) => `docs/${name}.md`),
];

/** What a page tells its reader to type: lines of its blocks, and code in a sentence, that begin with a slash. */
function typedIn(text: string): string[] {
  const inBlocks = [...text.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].flatMap((match) => (match[1] ?? '').split('\n'));
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '');
  const inSentences = [...prose.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
  return [...inBlocks, ...inSentences].filter((line) => /^\/[a-z0-9]/.test(line));
}

/** The commands that a text names, with their slash; a name may have a dash. */
function commandsNamedIn(text: string): string[] {
  return text.match(/\/[\w-]+/g) ?? [];
}

/** What is wrong with a line, or null: a command, subcommand or option that does not exist. A server's own commands are any. */
function complaintOf(line: string): string | null {
  const [first = '', ...words] = line.slice(1).split(/\s+/);
  if (first.startsWith('w-') || /^(opt|var|usr|etc|backups|app)\//.test(line.slice(1))) return null;
  let node = trees.find(({ name }) => name === first);
  if (node === undefined) return `${line}: no such command`;
  for (;;) {
    const below: Node | undefined = node.options?.find(
      ({ name, type }) => name === words[0] && (type === 1 || type === 2),
    );
    if (below === undefined) break;
    node = below;
    words.shift();
  }
  const known = new Set(node.options?.map(({ name }) => name));
  const [next] = words;
  if (next !== undefined && !next.includes(':') && !known.has(next)) return `${line}: ${next} is no part of it`;
  const wrong = words.flatMap((word) => /^([a-z][a-z0-9_]*):/.exec(word)?.[1] ?? []).filter((name) => !known.has(name));
  return wrong.length === 0 ? null : `${line}: no such option as ${wrong.join(', ')}`;
}

/** Cells of the rows of a table whose first cell begins with code, with their backticks. */
function rawRows(text: string): string[][] {
  const rows = text.split('\n').filter((line) => /^\| *`/.test(line));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('what pages tell their readers to type', () => {
  it.each(pages)('%s names only commands, subcommands and options that exist', (page) => {
    const lines = typedIn(readText(page));
    expect(lines.flatMap((line) => complaintOf(line) ?? [])).toEqual([]);
    if (page !== 'docs/install.md') expect(lines.length).toBeGreaterThan(0);
  });

  it('is read by this check, and it can fail', () => {
    expect(typedIn('a `/help`, `x`\n```\n/imagine prompt:a\nnpm start\n```\n')).toEqual(['/imagine prompt:a', '/help']);
    expect(commandsNamedIn('`/preset save`, `/two-words`')).toEqual(['/preset', '/two-words']);
    const right = [
      '/help',
      '/imagine prompt:a fox at 3:00',
      '/setup loras add title:Ink url',
      '/setup defaults size',
      '/w-x y:z',
    ];
    expect(right.map(complaintOf)).toEqual([null, null, null, null, null]);
    for (const line of [
      '/draw',
      '/imagine prompts:a',
      '/mod ban',
      '/setup loras add name:x',
      '/credits balance of:@Ada',
    ]) {
      expect(complaintOf(line)).toContain(line);
    }
  });
});

describe('docs/commands.md', () => {
  const page = readText('docs/commands.md');
  const rows = rawRows(page);

  it('has a row for each command', () => {
    const named = tableRows(page).flatMap(([names = '']) => commandsNamedIn(names));
    expect([...new Set(named)].sort()).toEqual(trees.map(({ name }) => `/${name}`).sort());
  });

  it('has a row for each command of a message’s menu', () => {
    const missing = menus.filter((name) => !rows.some(([names = '']) => names.includes(`\`${name}\``)));
    expect(missing).toEqual([]);
  });

  it('names each subcommand of what members type', () => {
    const named = new Set(rows.flatMap(([names = '']) => typedIn(names)));
    const paths = trees
      .filter(({ name }) => name !== 'mod' && name !== 'setup')
      .flatMap(({ name, options = [] }) =>
        options.filter(({ type }) => type === 1).map((each) => `/${name} ${each.name}`),
      );
    expect(paths.filter((path) => !named.has(path))).toEqual([]);
    expect(paths.length).toBeGreaterThan(10);
  });

  it('names each option of the commands that make something, and `private` once for all', () => {
    for (const { name, options = [] } of trees.filter((tree) =>
      tree.options?.some(({ name: each }) => each === 'private'),
    )) {
      const [, what = ''] = rows.find(([names = '']) => names === `\`/${name}\``) ?? [];
      const missing = options.map(({ name: each }) => each).filter((each) => !what.includes(`\`${each}\``));
      expect([name, missing]).toEqual([name, ['private']]);
    }
    expect(page).toContain('`private`');
  });
});

describe('docs/moderators.md', () => {
  it('has each subcommand of /mod in its table, in order, with each option', () => {
    const rows = rawRows(readText('docs/moderators.md'));
    const subcommands: readonly Node[] = mod.data.options ?? [];
    expect(rows.slice(1).map(([name]) => name)).toEqual(subcommands.map(({ name }) => `\`${name}\``));
    for (const [index, { name, options = [] }] of subcommands.entries()) {
      const what = rows[index + 1]?.[1] ?? '';
      const missing = options
        .map((each) => each.name)
        .filter((each) => each !== 'reason' && !what.includes(`\`${each}\``));
      expect([name, missing]).toEqual([name, []]);
    }
  });
});

describe('docs/setup.md', () => {
  it('names every way to spend credits, so that a server that closes one knows the others', () => {
    const free = ['models', 'loras', 'credits', 'jobs', 'privacy', 'help', 'mod', 'setup'];
    const [, paragraph = ''] = /All of these spend them: ([\s\S]*?)\. A server/.exec(readText('docs/setup.md')) ?? [];
    const typed = (paragraph.match(/`\/[\w-]+[ `]/g) ?? []).flatMap(commandsNamedIn);
    const spending = trees.flatMap(({ name }) => (free.includes(name) ? [] : [`/${name}`]));
    const advice =
      'add it to `free` in test/docs-commands.test.ts if it spends no credits, else to "All of these spend them" in docs/setup.md';
    expect(spending.filter((name) => !typed.includes(name)).map((name) => `${name}: ${advice}`)).toEqual([]);
    expect(typed.filter((name) => !spending.includes(name))).toEqual([]);
    const words = paragraph.replaceAll(/\s+/g, ' ');
    for (const menu of menus) expect(words).toContain(`*${menu}*`);
  });
});
