import type { Act, CommandInfo, CreditsInfo, FaultInfo, MessagePart, Outcome, StageState } from '../../protocol.ts';

/** Who asks, and where. */
export interface Asker {
  readonly stage: string;
  readonly personId: string;
}

/** Files by the name of their option or field. */
export type Attached = Readonly<Record<string, readonly File[]>>;

const unreachable = 'The playground does not answer. Is `npm run demo -- --web` still running?';

function address({ stage, personId }: Asker, path: string, query: Readonly<Record<string, string>> = {}): string {
  return `/api/${stage}/${path}?${new URLSearchParams({ person: personId, ...query })}`;
}

async function read<Answer>(url: string, otherwise: Answer): Promise<Answer> {
  try {
    const answer = await fetch(url);
    return answer.ok ? await answer.json() : otherwise;
  } catch {
    return otherwise;
  }
}

/** The stage with everything that somebody sees of it; null where there is none. */
export async function readStage(stage: string, personId: string | null): Promise<StageState | null> {
  return read(`/api/${stage}/state${personId === null ? '' : `?person=${personId}`}`, null);
}

/** The newest messages of a channel, or those before one; null where they cannot be read. */
export async function readMessages(asker: Asker, channel: string, before?: string): Promise<MessagePart | null> {
  const query = { channel, limit: '60', ...(before === undefined ? {} : { before }) };
  return read<MessagePart | null>(address(asker, 'messages', query), null);
}

/** The commands that are offered in a channel. */
export async function readCommands(asker: Asker, channel: string): Promise<readonly CommandInfo[]> {
  return read<readonly CommandInfo[]>(address(asker, 'commands', { channel }), []);
}

/** Where the events after a known one are. */
export function eventsAddress(asker: Asker, epoch: string, seq: number): string {
  return address(asker, 'events', { after: `${epoch}-${seq}` });
}

/** Does something. Never rejects. */
export async function perform(asker: Asker, channel: string, act: Act, files: Attached = {}): Promise<Outcome> {
  const form = new FormData();
  form.set('act', JSON.stringify(act));
  for (const [name, list] of Object.entries(files))
    for (const file of list) form.append(`file:${name}`, file, file.name);
  try {
    const answer = await fetch(address(asker, 'act', { channel }), { method: 'POST', body: form });
    return await answer.json();
  } catch {
    return { kind: 'problem', problem: unreachable };
  }
}

/** What the bot says of somebody's credits; null where it does not answer now. */
export async function readCredits(asker: Asker): Promise<string | null> {
  const { text } = await read<CreditsInfo>(address(asker, 'credits'), { text: null });
  return text;
}

/** What can be made to go wrong, and how many requests will still be hit. */
export async function readFaults(
  asker: Asker,
): Promise<{ readonly list: readonly FaultInfo[]; readonly pending: number }> {
  return read(address(asker, 'faults'), { list: [], pending: 0 });
}

/** Makes something go wrong; `clear` puts everything right. */
export async function startFault(asker: Asker, id: string): Promise<void> {
  await fetch(address(asker, `faults/${id}`), { method: 'POST' });
}

/** Opens a server for the tour and begins it. False where that did not work. */
export async function startTour(): Promise<boolean> {
  const answer = await fetch('/api/tour', { method: 'POST' });
  return answer.ok;
}
