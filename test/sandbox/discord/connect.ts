import { createRequire } from 'node:module';
import { Client, type ClientOptions, Events } from 'discord.js';
import type { SandboxDiscord } from '../../../sandbox/discord/start.ts';

// A form with files passes only through the undici that made it, and the one that a process shares is whichever was loaded first.
const fromDiscord = createRequire(createRequire(import.meta.url).resolve('discord.js'));
const { Agent } = createRequire(fromDiscord.resolve('@discordjs/rest'))('undici');

/** Logs the unmodified client in and waits until it is ready. */
export async function connect(discord: SandboxDiscord, options: Partial<ClientOptions> = {}): Promise<Client<true>> {
  const rest = { api: discord.apiBase, cdn: discord.cdnBase, agent: new Agent() };
  const client = new Client({ intents: [], rest, ...options });
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token);
  return ready;
}
