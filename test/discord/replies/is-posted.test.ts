import { expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { messageId } from '#core/ids.ts';
import { createIsPosted } from '#discord/replies/deliver.ts';
import { jobOf } from '../../support/store/jobs.ts';

const pictureOf = (name: string) => ({
  ...{ url: `https://cdn.example/${name}`, name, bytes: null },
  ...{ mediaType: null, widthPx: null, heightPx: null },
});
const job = jobOf('12');

it('a result is posted where its message holds a file of the job', async () => {
  const names = ['SPOILER_easel-12-1.png'];
  const isPosted = createIsPosted(async () => names.map(pictureOf));
  expect(await isPosted(job)).toBe(true);
  names[0] = 'easel-123-1.png';
  expect(await isPosted(job)).toBe(false);
});

it('a result is not known to be posted where there is no message, or it cannot be read', async () => {
  const away = createIsPosted(() => Promise.reject(new BotError('refused.image', 'no history')));
  expect(await away(job)).toBe(false);
  const asked = createIsPosted(async () => [pictureOf('easel-12-1.png')]);
  expect(await asked({ ...job, replyTo: { ...job.replyTo, messageId: null } })).toBe(false);
  expect(await asked({ ...job, replyTo: { ...job.replyTo, messageId: messageId('6') } })).toBe(true);
});
