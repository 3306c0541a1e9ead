import type { GuildLora } from '#loras/guild-lora.ts';

/** A row of a guild's library, for `flux-2-dev-lora` unless told. */
export function guildLoraOf(changes: Partial<GuildLora> = {}): GuildLora {
  return {
    title: 'Ink Wash',
    file: 'F.2-水墨_v2.safetensors',
    modelId: 'flux-2-dev-lora',
    defaultStrength: 0.8,
    minStrength: 0.2,
    maxStrength: 1.2,
    triggerWords: [],
    isAdult: false,
    ...changes,
  };
}

/** As many rows with titles and files of their own. */
export function manyGuildLoras(count: number, changes: Partial<GuildLora> = {}): GuildLora[] {
  return Array.from({ length: count }, (_, at) =>
    guildLoraOf({ title: `Style ${at}`, file: `style_${at}.safetensors`, ...changes }),
  );
}
