import { describe, expect, it } from 'vitest';
import { guildWorkflowSchema, isWorkflowId, modelsOfGuild, remoteIdIn, workflowIdOf } from '#catalog/guild-workflow.ts';
import { priceOf } from '#catalog/price.ts';
import { guildWorkflowOf } from '../support/guild-workflows.ts';

describe("a server's own workflow", () => {
  it.each([
    ['Fox clip', 'w-fox-clip'],
    ['  FOX -- Clip! ', 'w-fox-clip'],
    ['Füchse 2', 'w-füchse-2'],
    ['狐 の 絵', 'w-狐-の-絵'],
    ['x'.repeat(50), `w-${'x'.repeat(30)}`],
    [`${'x'.repeat(29)} y`, `w-${'x'.repeat(29)}`],
    ['!?', null],
    ['', null],
  ])('called %j is %s', (name, id) => {
    expect(workflowIdOf(name)).toBe(id);
    if (id !== null) expect(isWorkflowId(id)).toBe(true);
  });

  it.each(['wan-2.5', 'w-', 'w-a b', 'fox-clip', ''])('is not %j', (name) => {
    expect(isWorkflowId(name)).toBe(false);
  });

  it.each([
    ['1904136902449209346', '1904136902449209346'],
    [' https://www.runninghub.ai/workflow/1904136902449209346?source=x#y ', '1904136902449209346'],
    ['https://www.runninghub.ai/ai-detail/1877265245566922753/', '1877265245566922753'],
    ['1234', null],
    ['1'.repeat(26), null],
    ['https://www.runninghub.ai/', null],
    ['twelve', null],
    ['', null],
  ])('has in %j the number %s', (typed, number) => {
    expect(remoteIdIn(typed)).toBe(number);
  });

  it.each([1, 7, 33, 70, 999_999])('costs at most what its operator said: %i', (mostCredits) => {
    const [model] = modelsOfGuild([guildWorkflowOf({ mostCredits })]);
    expect(model && priceOf(model)).toBe(mostCredits);
  });

  it('is a model of /run, made once of the same list', () => {
    const workflows = [guildWorkflowOf({ isAdult: true, kind: 'app', remoteId: '1877265245566922753' })];
    const models = modelsOfGuild(workflows);
    expect(models).toMatchObject([
      {
        id: 'w-fox-clip',
        task: 'run',
        adult: true,
        output: 'video',
        routes: [{ provider: 'runninghub', endpoint: 'run/ai-app/1877265245566922753', isNodeList: true }],
      },
    ]);
    expect(modelsOfGuild(workflows)).toBe(models);
  });

  it.each([{ id: 'fox' }, { mostCredits: 0 }, { remoteId: '12' }, { inputs: [] }, { title: '' }])(
    'cannot have %j',
    (change) => {
      expect(guildWorkflowSchema.safeParse({ ...guildWorkflowOf(), ...change }).success).toBe(false);
    },
  );
});
