import { Client, type ClientOptions, Events } from 'discord.js';
import type { SandboxDiscord } from '../../../sandbox/discord/start.ts';

/** Logs the unmodified client in and waits until it is ready. */
export async function connect(discord: SandboxDiscord, options: Partial<ClientOptions> = {}): Promise<Client<true>> {
  const client = new Client({ intents: [], rest: { api: discord.apiBase, cdn: discord.cdnBase }, ...options });
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token);
  return ready;
}
