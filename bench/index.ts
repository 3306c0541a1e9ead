import { benchAutocomplete } from './autocomplete.ts';
import { benchDelivery } from './delivery.ts';
import { benchLedger } from './ledger.ts';

await benchDelivery();
await benchLedger();
benchAutocomplete();
