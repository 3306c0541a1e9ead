import { expect, it } from 'vitest';
import { messageId } from '#core/ids.ts';
import { createIsPosted } from '#discord/messages/find.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { jobOf } from '../../support/store/jobs.ts';

const retryDeps = { clock: createFakeClock(0), random: () => 0.5 };
const job = jobOf('12');

it.each([
  [['easel-12-1.png'], true],
  [['notes.txt', 'SPOILER_easel-12-2.mp4'], true],
  [['easel-123-1.png'], false],
  [[], false],
])('a message with the files %o holds the result: %s', async (names, isPosted) => {
  const looks = createIsPosted({ findFiles: async () => names }, retryDeps);
  expect(await looks(job)).toBe(isPosted);
});

it('a result is not known to be posted where there is no message, or it cannot be read', async () => {
  const away = createIsPosted({ findFiles: () => Promise.reject(new Error('forbidden')) }, retryDeps);
  expect(await away(job)).toBe(false);
  const looks = createIsPosted({ findFiles: async () => ['easel-12-1.png'] }, retryDeps);
  expect(await looks({ ...job, replyTo: { ...job.replyTo, messageId: null } })).toBe(false);
  expect(await looks({ ...job, replyTo: { ...job.replyTo, messageId: messageId('6') } })).toBe(true);
});
