import type { Migration } from '../migrate.ts';

/** How many uploads of a guild ended in one moment, and how; nothing about who or what. */
export const loraUploads: Migration = {
  number: 8,
  name: 'LoRA uploads',
  statements: [
    `CREATE TABLE lora_uploads (
      guild_id TEXT NOT NULL,
      at_ms BIGINT NOT NULL,
      how TEXT NOT NULL CHECK (how IN ('uploaded', 'failed')),
      uploads BIGINT NOT NULL CHECK (uploads > 0),
      PRIMARY KEY (guild_id, at_ms, how)
    )`,
  ],
};
