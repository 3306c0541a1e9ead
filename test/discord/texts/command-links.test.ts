import { describe, expect, it } from 'vitest';
import { helpCard } from '#discord/texts/answers.ts';
import { idsOfCommands, linkCommands } from '#discord/texts/command-links.ts';
import { commands, definitionsOf } from '../../../commands/index.ts';

const registered = [
  { id: '11', name: 'imagine', options: [{ type: 3, name: 'prompt' }] },
  { id: '12', type: 1, name: 'preset', options: [{ type: 1, name: 'save', options: [] }] },
  { id: '13', name: 'setup', options: [{ type: 2, name: 'loras', options: [{ type: 1, name: 'add' }] }] },
  { id: '14', type: 3, name: 'Edit with Easel' },
  { id: 'no id', name: 'help' },
];

describe('ids of commands', () => {
  it('are of what can be clicked: commands without subcommands, and each subcommand', () => {
    expect([...idsOfCommands(registered)]).toEqual([
      ['imagine', '11'],
      ['preset save', '12'],
      ['setup loras add', '13'],
    ]);
  });

  it('make a link of each command in a text that has one', () => {
    const text = 'Type `/imagine`, `/preset save`, `/preset` or `/w-…`; not `imagine`.';
    expect(linkCommands(text, idsOfCommands(registered))).toBe(
      'Type </imagine:11>, </preset save:12>, `/preset` or `/w-…`; not `imagine`.',
    );
  });
});

describe('/help', () => {
  const longId = (at: number) => `1${String(at).padStart(18, '0')}`;
  const all = definitionsOf(commands).map((definition, at) => ({ ...definition, id: longId(at) }));

  it('names only commands that can be clicked, in one message', () => {
    const { content, sections = [] } = helpCard(idsOfCommands(all));
    const text = [content, ...sections.map((section) => section.text)].join('\n');
    expect(text.length).toBeLessThanOrEqual(4000);
    const plain = [...text.matchAll(/`\/[^`]+`/gu)].map(([command]) => command);
    expect(plain).toEqual(['`/w-…`', '`/mod`', '`/setup`']);
    expect(text).toContain('</setup view:1');
  });

  it('keeps the plain names while the ids are not known', () => {
    expect(helpCard(new Map()).sections?.[0]?.text).toContain('`/imagine`');
  });
});
