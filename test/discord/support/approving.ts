import { createApprovals } from '#approvals/approvals.ts';
import { channelId } from '#core/ids.ts';
import { createNotices } from '#discord/log-channel/notices.ts';
import { defaultGuildSettings } from '#guilds/guild-settings.ts';
import type { AuditEntry } from '#moderation/notices.ts';
import { createPendingRequests } from '#moderation/pending-requests.ts';
import type { SandboxChannel } from '../../../sandbox/discord/guild.ts';
import type { Person } from '../../../sandbox/discord/person.ts';
import { createMemoryStore } from '../../support/store/memory-store.ts';
import { createWorld, type World } from '../../support/world.ts';

import { createScriptedBot, type ScriptedBot } from './scripted-bot.ts';
import { type Stage, startStage } from './stage.ts';

/** The real approvals, story and books behind the commands, on a loopback Discord. */
export interface Approving extends Stage {
  readonly bot: ScriptedBot;
  readonly world: World;
  readonly mia: Person;
  readonly max: Person;
  readonly approvers: SandboxChannel;
  readonly audited: AuditEntry[];
}

/** Every picture is finished at the first look; Mia and Max are moderators. */
export async function startApproving(): Promise<Approving> {
  const bot = createScriptedBot();
  const stage = await startStage(bot);
  const approvers = stage.server.addChannel({ name: 'approvers' });
  const images = [{ url: 'https://images.example/1.png' }];
  const poller = { untilFinished: () => Promise.resolve(images), wake: () => undefined, called: () => undefined };
  const world = createWorld({ flow: { poller } });
  const settings = {
    ...defaultGuildSettings,
    approvals: { threshold: null, channelId: channelId(approvers.id) },
  };
  const notices = createNotices({
    replies: stage.replies,
    applicationId: () => stage.sandbox.applicationId,
    modelTitleOf: () => Promise.resolve('Some *Model*'),
  });
  const audited: AuditEntry[] = [];

  bot.approvals = createApprovals({
    flow: world.flow,
    pending: createPendingRequests({ store: createMemoryStore(), now: world.clock.now, log: world.log }),
    settings: { get: () => Promise.resolve(settings) },
    notices,
    audit: { write: (entry) => void audited.push(entry) },
  });
  const moderator = (name: string) => stage.server.member({ name, permissions: ['ModerateMembers'] });
  return { ...stage, bot, world, approvers, audited, mia: moderator('Mia'), max: moderator('Max') };
}
