import { beforeEach, describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { channelId } from '#core/ids.ts';
import { createSemaphore } from '#core/lock.ts';
import { createAudit } from '#discord/log-channel/audit.ts';
import { createNotices } from '#discord/log-channel/notices.ts';
import { resumeReply } from '#discord/replies/reply.ts';
import type { ReplyDeps } from '#discord/replies/reply-message.ts';
import { createSealer, createTokenLives } from '#discord/replies/tokens.ts';
import { english } from '#i18n/en/en.ts';
import { defaultLanguage, type Language, withLanguages, withLocaleOf } from '#i18n/t.ts';
import { translation } from '#i18n/translation.ts';
import type { AuditEntry } from '#moderation/notices.ts';
import type { PendingRequest } from '#moderation/pending-requests.ts';
import { createFakeClock } from '../discord/support/clock.ts';
import { createRecordingLog } from '../discord/support/log.ts';
import { address, job, noisePicture, refunded } from '../discord/support/samples.ts';
import { createScriptedRoutes, type ScriptedRoutes } from '../discord/support/scripted-routes.ts';
import { requestOf } from '../support/requests.ts';

const german: Language = {
  locale: 'de',
  messages: translation({
    ...english,
    'accepted.inChannel': 'Wird gemacht, für {member}…',
    'progress.starting': 'Wird übergeben…',
    'result.member': 'für {member}',
    'result.forAsAsked': 'Für {member}, wie erbeten in {link}',
    'error.failed': 'Der Bilddienst konnte dieses Bild nicht fertigstellen.',
    'button.again.label': 'Nochmal',
    'button.strike.label': 'Verwarnen',
    'button.approve.label': 'Erlauben',
    'request.prompt': '- Wunsch: ||{prompt}||',
    'request.defaultModel': 'das übliche',
    'ended.expired': '{member}, niemand hat rechtzeitig entschieden.',
    'audit.picture': '**Bild**',
    'audit.reports': '{member} meldet ein Bild: **{reason}**',
    'audit.refused': '**Abgelehnt**: {why}',
    'deed.grant': '{who} gewährte',
  }),
};
const inBoth = <T>(work: () => T) => withLanguages([defaultLanguage, german], work);

let routes: ScriptedRoutes;
let replies: ReplyDeps;

beforeEach(() => {
  routes = createScriptedRoutes();
  const retryDeps = { clock: createFakeClock(), random: () => 0.5 };
  const sealer = createSealer('bot token');
  replies = {
    routes,
    retryDeps,
    sealer,
    tokens: createTokenLives(retryDeps.clock),
    uploads: createSemaphore(2),
    log: createRecordingLog(),
  };
});

const last = () => routes.calls.at(-1)?.message;

describe('the reply of a job that another process accepted', () => {
  const germanJob = { ...job, replyTo: { ...address, locale: 'de' } };

  it('goes on in its language', async () => {
    const reply = inBoth(() => resumeReply(replies, germanJob));
    await inBoth(async () => {
      reply.show(germanJob, { kind: 'starting' });
      await reply.deliver({ job: germanJob, media: [await noisePicture(8, 8)], tookMs: 1 });
    });
    expect(last()?.content).toContain(`für <@${job.userId}>`);
    expect(last()?.buttons?.[0]?.label).toBe('Nochmal');
    await inBoth(() => reply.fail(new BotError('provider.failed', 'x'), refunded));
    expect(last()?.content).toContain('Der Bilddienst konnte');
  });
});

describe('what is posted without an interaction', () => {
  const request = requestOf({ guildLocale: 'de', model: null });
  const pending: PendingRequest = {
    id: request.id,
    request,
    reason: 'threshold',
    credits: 7,
    state: 'expired',
    expiresAtMs: 1_700_000_000_000,
    notice: null,
    decidedBy: null,
    decisionReason: '',
    todo: [],
    replyTo: null,
  };
  const modelTitleOf = () => Promise.reject(new BotError('store.unavailable', 'x'));
  const notices = () => createNotices({ replies, applicationId: () => '77', modelTitleOf });

  it('is in the language of the server that the request came from', async () => {
    const approvers = channelId('1200000000000000050');
    await inBoth(() => notices().askApprovers(pending, approvers));
    expect(last()?.content).toContain('Wunsch');
    expect(last()?.content).toContain('das übliche');
    expect(last()?.buttons?.[0]?.label).toBe('Erlauben');
    await inBoth(() => notices().tellMember(pending));
    expect(last()?.content).toContain('niemand hat rechtzeitig entschieden');
    const written = await inBoth(() => notices().replyInChannel(request).accept());
    expect(last()?.content).toContain('Wird gemacht');
    expect(written).toMatchObject({ locale: 'de', guildLocale: 'de' });
  });
});

describe('the log channel', () => {
  const deed = { guildId: job.guildId, byUserId: null, userId: job.userId, credits: 5, reason: '' } as const;
  const ofGerman = { ...job, state: 'delivered', replyTo: { ...address, locale: 'en-US', guildLocale: 'de' } } as const;
  const refused = new BotError('refused.rules', 'x', { rule: 'role' });
  const request = requestOf({ guildId: job.guildId, guildLocale: 'de' });

  const inEnglish = (write: () => void) => withLocaleOf({ locale: 'en-US', guildLocale: 'de' }, write);
  async function told(entry: AuditEntry, during = inEnglish) {
    const { retryDeps, log } = replies;
    const logChannelOf = () => Promise.resolve(channelId('1200000000000000060'));
    const audit = createAudit({ routes, logChannelOf, retryDeps, log });
    inBoth(() => during(() => audit.write(entry)));
    await audit.idle();
    return [last()?.content, ...(last()?.buttons?.map(({ label }) => label) ?? [])].join('\n');
  }

  it.each<[string, AuditEntry, string]>([
    ['a picture', { kind: 'job', job: ofGerman, error: null }, '**Bild**'],
    ['a report', { kind: 'report', job: ofGerman, byUserId: job.userId, reason: 'x' }, 'meldet ein Bild'],
    ['a refusal', { kind: 'refusal', request, error: refused }, '**Abgelehnt**'],
    ['an act', { kind: 'act', act: { ...deed, what: 'grant' } }, 'gewährte'],
  ])('tells of %s in the language of the server', async (_what, entry, words) => {
    expect(await told(entry)).toContain(words);
  });

  it('tells of what Easel does by itself, outside any interaction, in the language of the server', async () => {
    const act = { ...deed, what: 'grant', guildLocale: 'de' } as const;
    expect(await told({ kind: 'act', act }, (write) => write())).toContain('gewährte');
  });

  it('is in English where nobody knows the server’s language', async () => {
    expect(await told({ kind: 'job', job: { ...ofGerman, replyTo: address }, error: null })).toContain('**Result**');
  });
});
