import { describe, expect, it } from 'vitest';
import { BotError, type ErrorCode, type ErrorFacts } from '#core/errors.ts';
import type { LedgerEntry } from '#credits/credits.ts';
import { jobLabel, jobsText } from '#discord/texts/answers.ts';
import { approverText, priceText, privateApprovalText } from '#discord/texts/approvals.ts';
import { auditText } from '#discord/texts/audit.ts';
import { altText, linkedText, progressLine, progressText, resultText } from '#discord/texts/result.ts';
import type { Job } from '#jobs/job.ts';
import type { PendingRequest } from '#moderation/pending-requests.ts';
import { historyText } from '../../commands/credits/view.ts';
import { modHistoryText } from '../../commands/mod/view.ts';
import { job } from '../discord/support/samples.ts';
import { requestOf, requestWith } from '../support/requests.ts';

const four: Job = { ...job, settings: { ...job.settings, count: 4 }, credits: 28 };
const three: Job = { ...four, state: 'delivered', came: 3, charged: 21 };
const asked = requestWith({ count: 4 });
const delivered = (of: Job, code?: ErrorCode, facts: ErrorFacts = {}) =>
  resultText({ job: of, media: [], tookMs: 1_000, missed: code ? new BotError(code, 'x', facts) : null });
const entry: LedgerEntry = {
  seq: 1,
  kind: 'settle',
  atMs: 1_700_000_000_000,
  id: job.id,
  byUserId: null,
  userId: job.userId,
  credits: 21,
  reason: '',
  bonusAfter: 0,
  poolAfter: 0,
  pictures: 3,
};

describe('several pictures', () => {
  it('that all came are counted beside what they cost', () => {
    const text = delivered({ ...four, came: 4, charged: 28 });
    expect(text).toContain('· 4 pictures · 28 credits · 1 s');
    expect(text).not.toContain('came');
    expect(delivered({ ...four, came: null, charged: null })).toContain('· 4 pictures · 28 credits');
    expect(resultText({ job: { ...job, came: 1 }, media: [], tookMs: 1_000 })).not.toContain('picture');
  });

  it('of which some came say how many were charged', () => {
    expect(delivered(three)).toMatch(
      /· 3 pictures · 21 credits · .*\n3 of 4 pictures came; you were charged for 3\.$/u,
    );
    expect(delivered({ ...three, charged: 0 })).toMatch(
      /· 0 credits · .*\n3 of 4 pictures came; you weren't charged\.$/u,
    );
  });

  it('of which some were stopped and are billed say for how many', () => {
    const missed = new BotError('cancelled.user', 'x');
    const text = (came: number, billed: number) =>
      resultText({ job: { ...three, came, charged: 28 }, media: [], tookMs: 1_000, missed, billed });
    expect(text(3, 1)).toContain(
      'you were charged for 4. The rest was stopped. The image service bills for one that it had started.',
    );
    expect(text(1, 2)).toContain('charged for 3. The rest was stopped. The image service bills for 2 that it had');
  });

  it.each<[ErrorCode, ErrorFacts, string]>([
    [
      'provider.failed',
      { contentFilter: true, strikes: 2 },
      "The image service's content filter refused the rest. This counts as a strike; you have 2 now.",
    ],
    ['provider.failed', {}, "The image service didn't make the rest."],
    ['provider.unsure', {}, "The image service didn't make the rest."],
    ['provider.timeout', {}, 'The rest took far too long.'],
    ['media.unfetchable', {}, "The rest couldn't be fetched from the image service."],
    ['cancelled.user', {}, 'The rest was stopped.'],
    ['cancelled.moderator', {}, 'The rest was stopped.'],
  ])('of which some are missing for %s (%o) say why', (code, facts, text) => {
    expect(delivered(three, code, facts)).toContain(`charged for 3. ${text}`);
  });

  it('say what is not charged however long the rest is', () => {
    const facts = { contentFilter: true, strikes: 5, suspendedUntilMs: 1_700_000_000_000 };
    const loraOf = (at: number) => ({
      file: `${'_'.repeat(199)}${at}`,
      strength: -12.34,
      triggerWords: ['*'.repeat(300)],
    });
    const image = { bytes: new Uint8Array(1), format: 'webp', widthPx: 16_384, heightPx: 16_384 } as const;
    const source = { url: 'https://x', name: 'x', bytes: null, mediaType: null, widthPx: null, heightPx: null };
    for (const count of [0, 1, 2, 3, 10]) {
      const settings = {
        ...three.settings,
        prompt: '*'.repeat(6_000),
        quality: '*'.repeat(50),
        resolution: '*'.repeat(50),
        images: Array.from({ length: 10 }, () => source),
        loras: Array.from({ length: count }, (_, at) => loraOf(at)),
      };
      const longest = { ...three, modelTitle: '*'.repeat(200), charged: 1_000_000, isSpoiler: true, settings };
      const missed = new BotError('provider.failed', 'x', facts);
      const text = resultText({ job: longest, media: [image], tookMs: 3_599_000, missed });
      expect(text).toContain('· 3 pictures · 1000000 credits · ');
      expect(text).toMatch(/\n3 of 4 pictures came; you were charged for 3\. .* 5 now\. .*<t:1700000000:f>.*$/u);
      expect(text.indexOf('\n')).toBeGreaterThan(count > 3 ? 200 : 500);
      expect(text.split('LoRA')).toHaveLength(count + 1);
      const channel = '12345678901234567890';
      const link = `https://discord.com/channels/${channel}/${channel}/${channel}`;
      expect(linkedText(link, channel, text).length).toBeLessThanOrEqual(2000);
    }
  });

  it('are told apart by those who cannot see them', () => {
    expect([altText(four, 1, 4), altText(job, 0, 1)]).toEqual(['2 of 4: a fox', 'a fox']);
  });

  it('are counted while they are made', () => {
    expect(progressText(four, { kind: 'starting' })).toContain('· 4 pictures · 28 credits set aside');
    const done = { jobs: 2, of: 4 };
    expect(progressLine({ kind: 'running', fraction: null, expectedAtMs: null, done })).toBe('Painting · 2 of 4 done…');
    const running = { kind: 'running', fraction: 0.5, expectedAtMs: 1_700_000_000_000, done } as const;
    expect(progressLine(running)).toBe('Painting ▰▰▰▰▰▱▱▱▱▱ 50 % · 2 of 4 done · ready <t:1700000000:R>');
    expect(jobsText([{ job: four, progress: { kind: 'starting' } }], [])).toContain(
      '· 4 pictures · 28 credits set aside',
    );
    expect(jobLabel(four)).toBe('a fox · FLUX.2 Klein 9B');
  });

  it('are what the price is for, wherever it is asked about', () => {
    expect(priceText(asked, { credits: 28, spendable: 100 })).toMatch(
      /^These 4 pictures cost \*\*28 credits\*\* .*Do you want them\?/u,
    );
    expect(priceText(requestOf(), { credits: 7, spendable: 100 })).toMatch(
      /^This costs \*\*7 credits\*\* .*Do you want it\?/u,
    );
    expect(priceText(requestWith({ count: 1 }), { credits: 7, spendable: 100 })).toContain('This costs');
    expect(privateApprovalText(asked, 28, 20)).toContain('These 4 pictures cost 28 credits.');
    const blank = { reason: 'threshold', state: 'waiting', expiresAtMs: 1, notice: null, decidedBy: null } as const;
    const pending: PendingRequest = {
      ...blank,
      id: asked.id,
      request: asked,
      credits: 28,
      decisionReason: '',
      todo: [],
      replyTo: null,
    };
    expect(approverText(pending, 'x')).toContain('asks for 4 pictures that cost **28 credits**');
    expect(approverText({ ...pending, request: requestOf() }, 'x')).toContain('asks for something that costs');
  });

  it('are counted in the histories and in the log channel', () => {
    expect(historyText([{ entry, job: null }], job.userId)).toContain('spent on 3 pictures · −21 credits');
    const whose = { userId: job.userId, suspendedUntilMs: null };
    expect(modHistoryText(whose, [{ entry, job: null }], null)).toContain('charged 21 credits for 3 pictures');
    const audited = (of: Job) => auditText({ kind: 'job', job: of, error: null });
    expect(audited(three)).toContain('**3 of 4 pictures** · ');
    expect(audited({ ...three, came: 4 })).toContain('**4 pictures** · ');
    expect(audited({ ...three, came: null })).toContain('**4 pictures** · ');
    expect(audited({ ...job, state: 'delivered' })).toContain('**Result** · ');
  });
});
