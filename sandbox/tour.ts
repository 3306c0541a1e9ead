import { mkdirSync, writeFileSync } from 'node:fs';
import { playEvening } from '../test/support/evening/script.ts';
import { openStage } from '../test/support/evening/stage.ts';
import { tourPage } from '../test/support/evening/tour-page.ts';

const docs = new URL('../docs/', import.meta.url);
const stage = await openStage(Date.now);
try {
  const { record } = await playEvening(stage);
  mkdirSync(new URL('images/', docs), { recursive: true });
  for (const [name, bytes] of record.pictures) writeFileSync(new URL(`images/${name}`, docs), bytes);
  writeFileSync(new URL('tour.md', docs), tourPage(record));
} finally {
  await stage.stop();
}
