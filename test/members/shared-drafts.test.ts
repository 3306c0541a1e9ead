import { expect, it } from 'vitest';
import { z } from 'zod';
import type { SharedTexts } from '#cluster/shared-texts.ts';
import { guildId, jobId, userId } from '#core/ids.ts';
import { createDrafts } from '#members/drafts.ts';
import { createSharedDrafts } from '#members/shared-drafts.ts';
import { requestOf } from '../support/requests.ts';

const { guildId: guild, userId: member } = requestOf();
const schema = z.object({
  id: z.string().transform(jobId),
  guildId: z.string().transform(guildId),
  userId: z.string().transform(userId),
  prompt: z.string(),
});
const draft = { id: jobId('1'), guildId: guild, userId: member, prompt: 'a fox' };

function textsIn(kept: Map<string, string>): SharedTexts {
  return {
    put: (key, field, text) => void kept.set(`${key} ${field}`, text),
    find: async (key, field) => kept.get(`${key} ${field}`) ?? null,
    drop: (key) => {
      for (const each of kept.keys()) if (each.startsWith(key)) kept.delete(each);
    },
  };
}

function processOn(kept: Map<string, string>) {
  return createSharedDrafts({ own: createDrafts<typeof draft>(() => 0), texts: textsIn(kept), name: 'drafts', schema });
}

it('a draft is found at another process, for its member alone, until it is forgotten', async () => {
  const kept = new Map<string, string>();
  const [first, second] = [processOn(kept), processOn(kept)];
  first.keep(draft);
  expect(await second.find(draft)).toEqual(draft);
  expect(await second.find({ ...draft, userId: userId('9') })).toBeNull();
  second.keep({ ...draft, prompt: 'an owl' });
  expect(await first.find(draft)).toMatchObject({ prompt: 'an owl' });
  first.forget(guild, member);
  expect(await first.find(draft)).toBeNull();
});

it('a draft that is gone from the shared texts, or of another version there, is found where it was made', async () => {
  const kept = new Map<string, string>();
  const first = processOn(kept);
  first.keep(draft);
  for (const key of kept.keys()) kept.set(key, '{"id":1}');
  expect(await first.find(draft)).toEqual(draft);
  for (const key of kept.keys()) kept.set(key, 'no JSON');
  expect(await first.find(draft)).toEqual(draft);
  kept.clear();
  expect(await first.find(draft)).toEqual(draft);
  expect(await processOn(kept).find(draft)).toBeNull();
});
