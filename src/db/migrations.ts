import type { Migration } from './migrate.ts';
import { documents } from './migrations/0001-documents.ts';
import { presets } from './migrations/0002-presets.ts';
import { favourites } from './migrations/0003-favourites.ts';
import { memberRecords } from './migrations/0004-member-records.ts';
import { pendingEdits } from './migrations/0005-picks.ts';
import { guildSettings } from './migrations/0006-guild-settings.ts';
import { keptPictures } from './migrations/0007-kept-pictures.ts';
import { loraUploads } from './migrations/0008-lora-uploads.ts';
import { ledger } from './migrations/0009-ledger.ts';
import { jobs } from './migrations/0010-jobs.ts';
import { pendingRequests } from './migrations/0011-pending-requests.ts';
import { ledgerChanges } from './migrations/0012-ledger-changes.ts';
import { usageInOrder } from './migrations/0013-usage-in-order.ts';
import { operatorLists } from './migrations/0014-operator-lists.ts';
import { cluster } from './migrations/0015-cluster.ts';
import { gatewaySessions } from './migrations/0016-gateway-sessions.ts';

/** Every step of the schema, in order. A change of the schema is a new file with the next number. */
export const migrations: readonly Migration[] = [
  documents,
  presets,
  favourites,
  memberRecords,
  pendingEdits,
  guildSettings,
  keptPictures,
  loraUploads,
  ledger,
  jobs,
  pendingRequests,
  ledgerChanges,
  usageInOrder,
  operatorLists,
  cluster,
  gatewaySessions,
];
