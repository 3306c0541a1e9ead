import { expect, it } from 'vitest';
import { createCatalog, noChanges } from '../../src/domain/catalog.ts';
import { modelFor } from '../../src/domain/usual-model.ts';

const catalog = createCatalog(noChanges, new Set(['runninghub', 'runcomfy']));
const guildOf = (model: string | null) => ({ defaults: { model, size: null, settingsInFile: true } });

it.each([
  ['what was typed', 'gpt-image-2', 'flux-2-klein-4b', 'gpt-image-2'],
  ['else the default of the guild', null, 'flux-2-klein-4b', 'flux-2-klein-4b'],
  ['else that of the installation', null, null, catalog.defaultModelId],
  ['that of the installation where the one of the guild is gone', null, 'gone', catalog.defaultModelId],
  ['nothing for an unknown name', 'gone', null, undefined],
])('the model of a request is %s', (_which, typed, ofGuild, expected) => {
  expect(modelFor(typed, guildOf(ofGuild), catalog)?.id).toBe(expected);
});
