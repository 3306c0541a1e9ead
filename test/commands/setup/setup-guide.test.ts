import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setup } from '../../../commands/setup/command.ts';
import type { Person } from '../../../sandbox/discord/person.ts';
import { textOf } from '../../../sandbox/discord/wire.ts';
import { type Stage, startStage } from '../../discord/support/stage.ts';
import { confirm } from '../../support/house/look.ts';
import { readText } from '../../support/repository.ts';
import { createSetupBench } from '../support/setup-bench.ts';

const guide = readText('docs/setup.md');
const servers = (guide.split('\n## ').find((part) => part.startsWith('Three servers')) ?? '').split('\n### ').slice(1);
const loras = guide.split('\n## ').find((part) => part.startsWith("A server's own LoRAs")) ?? '';
const linesOf = (server: string) => server.split('\n').filter((line) => line.startsWith('/setup '));

let stage: Stage;
let olga: Person;
const bench = createSetupBench();

beforeAll(async () => {
  stage = await startStage(bench.bot);
  olga = stage.server.member({ name: 'Olga', permissions: ['ManageGuild'] });
  for (const name of ['Patrons', 'Students']) stage.server.addRole({ name });
  for (const name of ['art', 'art-after-dark', 'mod-log', 'approvals', 'announcements']) {
    stage.server.addChannel({ name });
  }
});
afterAll(() => stage.stop());

describe('docs/setup.md', () => {
  it('has three servers', () => {
    expect(servers.map(linesOf).map(({ length }) => length)).toEqual([4, 10, 9]);
  });

  it.each(servers)('every line of "%s" does what it says', async (server) => {
    Object.assign(bench, { settings: createSetupBench().settings, pool: { mode: 'unlimited', credits: 0 } });
    for (const line of linesOf(server)) {
      const { content } = await olga.slash(line).until((reply) => reply.content !== '');
      expect(`${line}: ${content}`).toContain(': Changed: **');
    }
  });

  it("has a server's own LoRAs, and every line does what it says", async () => {
    Object.assign(bench, { settings: createSetupBench().settings });
    expect(linesOf(loras)).toHaveLength(4);
    for (const line of linesOf(loras)) {
      const answer = await olga.slash(line).until((reply) => reply.content !== '');
      const isAsked = answer.content.includes("can't be undone");
      const { content } = isAsked
        ? await confirm(olga, answer).until((reply) => reply.content !== answer.content)
        : answer;
      expect(`${line}: ${content}`).toContain(': Changed: **');
    }
    const content = textOf(await olga.slash('/loras model:flux-2-dev-lora').until((reply) => textOf(reply) !== ''));
    expect(content).toContain('**Ink** `flux-2-dev-lora`');
    expect(content).toContain('`F.2-水墨_v2.safetensors` · strength 0.8 (0.2 to 1.2) · adds “ink wash, sumi\\-e”');
  });

  it('has every subcommand in its table', () => {
    const rows = [...guide.matchAll(/^\| `(\w+)[^|]*\| /gmu)].map((match) => match[1]);
    expect(rows.slice(1)).toEqual((setup.data.options ?? []).map(({ name }) => name).filter((name) => name !== 'view'));
    expect(rows[0]).toBe('view');
  });
});
