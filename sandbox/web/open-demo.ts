import { startHouse } from '../demo/stage.ts';
import type { SandboxChannel, SandboxGuild } from '../discord/guild.ts';
import type { Person } from '../discord/person.ts';
import { createFaultDesk, readRecordedFaults } from './faults.ts';
import type { ChannelInfo } from './protocol.ts';
import { createWebStage, type Player, type WebStage } from './stage.ts';

/** @see openDemo */
export interface DemoOptions {
  readonly isFast: boolean;
  readonly writeLog: (line: string) => void;
}

/** What lets into the channels of those who run the server. */
const staffOnly = ['ManageMessages'] as const;

/** A server of five people with rules that make something happen: limited credits, approvals, a log. */
export async function openDemo({ isFast, writeLog }: DemoOptions): Promise<WebStage> {
  const house = await startHouse({ isFast, writeLog, guildName: 'The Gallery', allowance: 400 }, furnish);
  const { discord, furniture, stop } = house;
  const { people, places, roles } = furniture;
  await setUp(furniture, discord.removeMessage);
  await welcome(furniture);
  return createWebStage({
    id: 'demo',
    title: 'The Gallery',
    discord,
    now: Date.now,
    people,
    channels: Object.values(places).map(({ info }) => info),
    roles,
    faults: createFaultDesk(house, await readRecordedFaults()),
    stop,
  });
}

interface Place {
  readonly channel: SandboxChannel;
  readonly info: ChannelInfo;
}

type Furniture = ReturnType<typeof furnish>;

function furnish(guild: SandboxGuild) {
  const artist = guild.addRole({ name: 'Artist' });
  const place = (channel: SandboxChannel, topic: string, about: Partial<ChannelInfo> = {}): Place => {
    const { id, name } = channel;
    return { channel, info: { id, name, topic, isNsfw: false, isPrivate: false, parentId: null, ...about } };
  };
  const hidden = (name: string, topic: string) =>
    place(guild.addChannel({ name, visibleTo: staffOnly }), topic, { isPrivate: true });
  const places = {
    general: place(guild.general, 'Welcome! Try a command in here or in #art.'),
    sketches: place(guild.addChannel({ name: 'sketches', type: 'public_thread' }), 'A thread of #general.', {
      parentId: guild.general.id,
    }),
    art: place(guild.addChannel({ name: 'art' }), 'Pictures, videos and sounds made with Easel.'),
    afterDark: place(guild.addChannel({ name: 'after-dark', nsfw: true }), 'Age-restricted.', { isNsfw: true }),
    approvals: hidden('approvals', 'Requests that wait for a moderator’s yes.'),
    modLog: hidden('mod-log', 'Every act, picture and refusal.'),
    staff: hidden('staff', 'For those who run the server.'),
  };
  const player = (person: Person, about: string, locale = 'en-US'): Player => ({
    person,
    info: { id: person.userId, name: person.name, about, locale },
  });
  const people = [
    player(guild.member({ name: 'Mia', roles: [artist] }), 'Member'),
    player(guild.member({ name: 'Ben' }), 'Member'),
    player(guild.member({ name: 'Jonas', locale: 'de' }), 'Member, Discord in German', 'de'),
    player(guild.member({ name: 'Omar', permissions: ['ModerateMembers', ...staffOnly] }), 'Moderator'),
    player(guild.member({ name: 'Nora', permissions: ['ManageGuild', ...staffOnly] }), 'Operator of the server'),
  ] as const;
  return { people, places, roles: [{ id: artist.id, name: artist.name }] };
}

/** As an operator would, with commands; their answers would only be in the way. */
async function setUp({ people, places }: Furniture, remove: (message: { readonly id: string }) => void): Promise<void> {
  const nora = people[4].person.in(places.staff.channel);
  const lines = [
    '/setup log channel:#mod-log',
    '/setup pool action:add credits:3000 reason:a gift to begin with',
    '/setup pool action:limited',
    '/setup kinds kind:video action:on',
    '/setup channels action:adult channel:#after-dark',
    '/setup approvals threshold:100 channel:#approvals',
  ];
  for (const line of lines) {
    const exchange = nora.slash(line);
    await exchange.firstAnswer();
    remove(await exchange.until(({ content }) => content !== ''));
  }
}

async function welcome({ people, places }: Furniture): Promise<void> {
  const [mia, ben, , , nora] = people.map(({ person }) => person);
  await nora?.say(
    [
      '# Welcome to The Gallery',
      'Everyone here has **400 credits** a day to make things with.',
      '- type `/imagine` and describe a picture, or `/video`, `/speech`, `/music`, `/3d`',
      '- press the buttons under a result: *Again*, *Change*, *Animate* …',
      '- what costs more than 100 credits waits for a moderator: become Omar, and look into #approvals',
      '> Nothing here is drawn by a model: the services are stand-ins on this machine.',
    ].join('\n'),
  );
  await ben?.say(`${mia?.mention ?? ''} what shall we make first? ||a fox, obviously||`);
  await mia?.in(places.art.channel).say('A lighthouse at night, for the poster of the winter fair?');
}
