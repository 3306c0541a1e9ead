import { buttonLabels } from '../../../sandbox/demo/show-message.ts';
import { type Attachment, isEphemeral, type Message, textOf } from '../../../sandbox/discord/wire.ts';
import { createPrettifier } from './prettify.ts';
import type { Seen, SeenFile } from './record.ts';
import type { Cast, EveningStage } from './stage.ts';

/** Reads messages for the record, the log channel's among them. */
export interface Witness {
  readonly pretty: (text: string) => string;
  /** Files that were to be shown, by the name under which they are. */
  readonly pictures: ReadonlyMap<string, Uint8Array>;
  nameOf(channelId: string): string;
  see(message: Message, shown?: ShownFiles): Promise<Seen>;
  /** The next entry of the log channel, which has to fit. */
  hear(fits: RegExp): Promise<void>;
  /** Every entry that has not been heard ends the evening. */
  wholeLog(): readonly string[];
}

/** Under which name the page shows a file, by the end of the file's name; `quoted` puts its text there. */
export type ShownFiles = Readonly<Record<string, string>>;
/** @see ShownFiles */
export const quoted = 'quoted';

/** @see Witness */
export function createWitness(stage: EveningStage): Witness {
  const { discord, places, guild, cast } = stage;
  const pretty = createPrettifier(stage);
  const pictures = new Map<string, Uint8Array>();
  const names = new Map([...Object.values(places), guild.general].map(({ id, name }) => [id, `#${name}`]));
  const nameOf = (channelId: string) => names.get(channelId) ?? '#unknown';
  const heard = new Set<string>();
  const seeFile = async ({ filename, url, description }: Attachment, shown: ShownFiles): Promise<SeenFile> => {
    const [, as = null] = Object.entries(shown).find(([ending]) => filename.endsWith(ending)) ?? [];
    const file = { name: pretty(filename), description: pretty(description ?? '') };
    if (as === null) return { ...file, shownAs: null, text: null };
    const bytes = await fetchFile(url);
    if (as === quoted) return { ...file, shownAs: null, text: pretty(new TextDecoder().decode(bytes)) };
    pictures.set(as, bytes);
    return { ...file, shownAs: as, text: null };
  };
  const see = async (message: Message, shown: ShownFiles = {}): Promise<Seen> => ({
    where: nameOf(message.channel_id),
    onlyFor: isEphemeral(message) ? namedIn(cast, askerOf(message)) : null,
    text: pretty(textOf(message)),
    buttons: buttonLabels(message.components),
    files: await Promise.all(message.attachments.map((file) => seeFile(file, shown))),
  });
  return {
    pretty,
    pictures,
    nameOf,
    see,
    async hear(fits) {
      // Two entries of one act are posted on their own, so that either may be there first.
      const next = await discord.untilMessage(
        places.modLog.id,
        (message) => !isEphemeral(message) && !heard.has(message.id) && fits.test(message.content),
        10_000,
      );
      heard.add(next.id);
    },
    wholeLog() {
      const entries = discord.messages(places.modLog.id);
      const unheard = entries.filter(({ id }) => !heard.has(id)).map(({ content }) => content);
      if (unheard.length > 0) throw new Error(`nobody expected in the log: ${unheard.join('\n')}`);
      return [...heard]
        .flatMap((id) => entries.filter((entry) => entry.id === id))
        .map(({ content }) => pretty(content));
    },
  };
}

function namedIn(cast: Cast, viewerId: string | null): string {
  return Object.values(cast).find(({ userId }) => userId === viewerId)?.name ?? 'one member';
}

/** Whose interaction it answers. */
function askerOf({ interaction_metadata: metadata }: Message): string | null {
  const user = metadata?.user;
  return typeof user === 'object' && user !== null && 'id' in user ? String(user.id) : null;
}

async function fetchFile(url: string): Promise<Uint8Array> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}
