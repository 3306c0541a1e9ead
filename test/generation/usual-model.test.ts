import { expect, it } from 'vitest';
import { createCatalog, noChanges } from '#catalog/catalog.ts';
import { roleId } from '#core/ids.ts';
import { editorFor, modelFor } from '#generation/admission.ts';
import { defaultGuildSettings, type GuildSettings } from '#guilds/guild-settings.ts';
import { catalogOf } from '../support/community.ts';
import { editRouteOf } from '../support/inputs.ts';
import { modelOf, requestOf } from '../support/requests.ts';

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

const first = { ...modelOf(editRouteOf()), id: 'first' };
const second = { ...modelOf(editRouteOf()), id: 'second' };
const third = { ...modelOf(editRouteOf()), id: 'third', adult: true };
const member = roleId('1');
type Closed = Partial<GuildSettings['models']>;

it.each<[string, string | null, Closed, string]>([
  ['the default of the guild', 'second', {}, 'second'],
  ['the first where the guild has none', null, {}, 'first'],
  ['the first where the default of the guild edits nothing', 'gone', {}, 'first'],
  ['another where the default is kept for other roles', 'second', { roles: { second: [roleId('2')] } }, 'first'],
  ['the default where it is kept for a role of theirs', 'second', { roles: { second: [member] } }, 'second'],
  ['another where the default is for age-restricted channels', 'third', { denied: ['first'] }, 'second'],
  ['the default, so that the rules say why, where all are closed', 'second', { denied: ['first', 'second'] }, 'second'],
])('an edit that names no model comes to %s', (_which, model, closed, expected) => {
  const defaults = { ...defaultGuildSettings.defaults, model };
  const settings = { ...defaultGuildSettings, defaults, models: { ...defaultGuildSettings.models, ...closed } };
  const asking = requestOf({ roleIds: [member] });
  expect(editorFor(settings, asking, catalogOf([first, second, third]))?.id).toBe(expected);
});

it('an edit comes to nothing where no model edits', () => {
  expect(editorFor(defaultGuildSettings, requestOf(), catalogOf([modelOf()]))).toBeNull();
});
