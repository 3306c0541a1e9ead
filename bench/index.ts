import { benchAdmission } from './admission.ts';
import { benchAutocomplete } from './autocomplete.ts';
import { benchCluster } from './cluster.ts';
import { benchDelivery } from './delivery.ts';
import { benchImagine } from './imagine.ts';
import { benchJobs } from './jobs.ts';
import { benchLedger } from './ledger.ts';
import { benchOperator } from './operator.ts';
import { benchMemory, benchPicture, benchVideos } from './picture.ts';
import { benchPolling } from './polling.ts';
import { benchWordFilter } from './word-filter.ts';

const benches: Readonly<Record<string, () => void | Promise<void>>> = {
  imagine: benchImagine,
  picture: benchPicture,
  memory: benchMemory,
  videos: benchVideos,
  delivery: benchDelivery,
  polling: benchPolling,
  cluster: benchCluster,
  ledger: benchLedger,
  jobs: benchJobs,
  operator: benchOperator,
  autocomplete: benchAutocomplete,
  'word-filter': benchWordFilter,
  admission: benchAdmission,
};

/** Those that are named, or all. */
const named = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (named.length === 0 || named.includes(name)) await bench();
}
