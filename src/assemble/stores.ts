import { createBookings } from '../store/bookings.ts';
import { createFavourites } from '../store/favourites.ts';
import { createGuildSettings } from '../store/guild-settings.ts';
import { createJobs } from '../store/jobs.ts';
import { createKeptPictures } from '../store/kept-pictures.ts';
import { createLastChoices } from '../store/last-choices.ts';
import { createLedger } from '../store/ledger.ts';
import { createLoraPreviews } from '../store/lora-previews.ts';
import { createMemberRecords } from '../store/member-records.ts';
import { createParkedRequests } from '../store/parked-requests.ts';
import { createPicks } from '../store/picks.ts';
import { createPresets } from '../store/presets.ts';
import { createPrivacy } from '../store/privacy.ts';
import { createUploadBook } from '../store/upload-book.ts';
import { createUsage } from '../store/usage.ts';
import type { Materials, Stores } from './materials.ts';

/** Opens everything that survives a restart. */
export function openStores({ store, clock, log, newPseudonym }: Materials): Stores {
  const { now } = clock;
  const jobs = createJobs({ store, log });
  const members = createMemberRecords(store);
  const parked = createParkedRequests({ store, now, log });
  const picks = createPicks({ store, now });
  const kept = createKeptPictures({ store, now });
  const presets = createPresets(store);
  const favourites = createFavourites(store);
  const choices = createLastChoices(store);
  const documents = [members, parked, picks, kept, presets, favourites, choices];
  return {
    ledger: createLedger({ store, now, log }),
    bookings: createBookings({ store, now }),
    jobs,
    settings: createGuildSettings(store),
    members,
    loraPreviews: createLoraPreviews(store),
    uploadBook: createUploadBook({ store, now }),
    parked,
    picks,
    kept,
    presets,
    favourites,
    choices,
    usage: createUsage(store),
    privacy: createPrivacy({ store, jobs, documents, now, newPseudonym, log }),
  };
}
