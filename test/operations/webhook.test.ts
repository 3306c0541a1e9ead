import { describe, expect, it } from 'vitest';
import { jobId } from '#core/ids.ts';
import { readWakePath, wakeUrl, webhookSecret } from '#operations/serve.ts';

const secret = webhookSecret('bot-token');
const wake = { provider: 'runninghub', jobId: jobId('123456789012345678') } as const;

describe('webhookSecret', () => {
  it('is stable for a token, differs between tokens and does not contain it', () => {
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(webhookSecret('bot-token')).toBe(secret);
    expect(webhookSecret('other-token')).not.toBe(secret);
  });
});

describe('readWakePath', () => {
  it('reads what wakeUrl wrote', () => {
    const url = new URL(wakeUrl('https://easel.example.com/base', secret, wake));
    expect(url.pathname.startsWith('/base/webhooks/runninghub/')).toBe(true);
    expect(readWakePath(url.pathname.slice('/base'.length), secret)).toEqual(wake);
    expect(readWakePath(`/webhooks/runcomfy/${secret}/1`, secret)).toEqual({ provider: 'runcomfy', jobId: '1' });
  });

  it.each([
    ['a wrong secret', `/webhooks/runninghub/${'0'.repeat(64)}/1`],
    ['the start of the secret', `/webhooks/runninghub/${secret.slice(0, 8)}/1`],
    ['an unknown provider', `/webhooks/elsewhere/${secret}/1`],
    ['no job', `/webhooks/runninghub/${secret}/`],
    ['more behind the job', `/webhooks/runninghub/${secret}/1/2`],
    ['an overlong job', `/webhooks/runninghub/${secret}/${'1'.repeat(65)}`],
  ])('refuses %s', (_case, path) => {
    expect(readWakePath(path, secret)).toBeNull();
  });
});
