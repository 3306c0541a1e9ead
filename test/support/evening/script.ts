import type { EveningRecord } from './record.ts';
import { somethingBig } from './scenes/approvals.ts';
import { type Accounts, closeTheBooks, farewell, nextMorning } from './scenes/books.ts';
import { report, stopAndRefund } from './scenes/mending.ts';
import { openHouse, setTheRules } from './scenes/opening.ts';
import { firstPictures, giveAway, runDry } from './scenes/pictures.ts';
import { afterDark, badClown, forgiveness } from './scenes/rules.ts';
import type { EveningStage } from './stage.ts';
import { createTeller, type Director } from './teller.ts';

/** An evening that has been played to its end. */
export interface PlayedEvening {
  readonly record: EveningRecord;
  readonly accounts: Accounts;
}

/** Plays the evening through slash commands and buttons alone. Rejects at the first thing that goes otherwise. */
export async function playEvening(stage: EveningStage, director: Director | null = null): Promise<PlayedEvening> {
  const teller = createTeller(stage, director);
  await openHouse(teller);
  await setTheRules(teller);
  const pictures = await firstPictures(teller);
  await runDry(teller);
  const gifts = await giveAway(teller);
  await somethingBig(teller);
  await badClown(teller);
  await forgiveness(teller);
  await afterDark(teller);
  await stopAndRefund(teller, pictures);
  await report(teller, gifts);
  await nextMorning(teller);
  await farewell(teller);
  const accounts = await closeTheBooks(teller);
  return { record: teller.record(), accounts };
}
