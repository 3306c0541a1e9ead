import type { Catalog } from '#catalog/catalog.ts';
import { isSameLora, loraKey } from '#catalog/loras.ts';
import type { Model } from '#catalog/model.ts';
import { mostNamed } from '#catalog/nearest-names.ts';
import { defaultCredits } from '#catalog/price.ts';
import { attachmentUrl } from '#discord/messages/card.ts';
import { limits } from '#discord/messages/limits.ts';
import type { Attachment, OutgoingMessage } from '#discord/messages/message.ts';
import { inPages, type PagePlace } from '#discord/messages/pages.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { escapeText, inlineCode } from '#i18n/escape.ts';
import { credits as creditsText } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';
import { adultKeysOf, type GuildLora, knownLorasOf, loraRulesOf } from '#loras/guild-lora.ts';
import { settingTexts } from '../setup/view.ts';

/** A LoRA that can be picked by name, of the server or of the installation. */
export interface NamedLora extends GuildLora {
  /** Of a picture with it; null where the installation no longer runs the model. */
  readonly credits: number | null;
}

/** The server's own library, also LoRAs whose model is gone. `catalog` is the server's. */
export function guildLorasIn(settings: GuildSettings, catalog: Catalog): readonly NamedLora[] {
  const adultKeys = adultKeysOf(settings.loras);
  return settings.loras.map((row) => ({
    ...row,
    isAdult: adultKeys.has(loraKey(row.file)),
    credits: creditsWithLora(catalog.find(row.modelId), settings),
  }));
}

/** The catalogue's LoRAs with a name, without those in the server's own library. */
export function catalogLorasIn(settings: GuildSettings, { models }: Pick<Catalog, 'models'>): readonly NamedLora[] {
  const adultKeys = adultKeysOf(settings.loras);
  const ownKeys = new Set(settings.loras.map(({ modelId, file }) => `${modelId} ${loraKey(file)}`));
  const isOwn = (model: Model, file: string) =>
    ownKeys.has(`${model.id} ${loraKey(file)}`) &&
    settings.loras.some((row) => row.modelId === model.id && isSameLora(row.file, file));
  return models.flatMap((model) => {
    const [rule] = loraRulesOf(model);
    if (rule === undefined) return [];
    const { defaultStrength, minStrength, maxStrength } = rule;
    const credits = creditsWithLora(model, settings);
    const ofModel = { modelId: model.id, defaultStrength, minStrength, maxStrength, triggerWords: [], credits };
    return knownLorasOf(model)
      .filter(({ file }) => !isOwn(model, file))
      .map((lora) => ({ ...lora, ...ofModel, isAdult: adultKeys.has(loraKey(lora.file)) }));
  });
}

/** Of the cheapest route that takes LoRAs; a server's own price holds whatever is chosen. */
function creditsWithLora(model: Model | null, { models }: GuildSettings): number | null {
  const routes = model?.routes.filter(({ loras }) => loras !== null) ?? [];
  if (model === null || routes.length === 0) return null;
  return models.prices[model.id] ?? Math.min(...routes.map((route) => defaultCredits(route)));
}

/** Room for the lines of a page, beside its first and last line. */
const linesCharacters = limits.contentCharacters - 440;

/** The LoRAs in pages that fit a message each, with a picture for every one; at least one page. */
export function pagesOfLoras(loras: readonly NamedLora[]): readonly (readonly NamedLora[])[] {
  return inPages(loras, linesCharacters, lineOf, limits.filesPerMessage);
}

interface LorasPlace extends PagePlace {
  /** The model's title, where only its LoRAs are listed. */
  readonly model: string | null;
}

/** One of {@link pagesOfLoras} as the answer to `/loras`: each LoRA with its file of the message, null where it has no picture. */
export function lorasCard(
  loras: readonly NamedLora[],
  { files, ...place }: LorasPlace & { readonly files: readonly (Attachment | null)[] },
): OutgoingMessage {
  if (loras.length === 0) return { content: lorasPageText(loras, place), sections: [] };
  const sections = loras.map((lora, at) => {
    const file = files[at] ?? null;
    const picture = file && { url: attachmentUrl(file.name), description: file.description, isSpoiler: false };
    return { text: lineOf(lora), picture };
  });
  return { content: headingOf(place), sections: [...sections, { text: t('loras.anyFile') }] };
}

/** One of {@link pagesOfLoras} in words alone, within Discord's 2000 characters. */
export function lorasPageText(loras: readonly NamedLora[], place: LorasPlace): string {
  const { model } = place;
  const anyFile = t('loras.anyFile');
  const whose = model === null ? null : escapeText(model, 100);
  if (loras.length === 0) {
    return whose === null ? t('loras.none', { anyFile }) : t('loras.noneFor', { model: whose, anyFile });
  }
  return [headingOf(place), ...loras.map(lineOf), anyFile].join('\n');
}

function headingOf({ page, pages, model }: LorasPlace): string {
  const whose = model === null ? null : escapeText(model, 100);
  return lorasHeading(whose, pages > 1 ? t('page.of', { page: page + 1, pages }) : null);
}

function lorasHeading(model: string | null, page: string | null): string {
  if (model === null) return page === null ? t('loras.heading') : t('loras.headingPage', { page });
  return page === null ? t('loras.headingFor', { model }) : t('loras.headingForPage', { model, page });
}

function lineOf(lora: NamedLora): string {
  const price = lora.credits === null ? t('loras.modelGone') : creditsText(lora.credits);
  const head = `**${escapeText(lora.title, 150)}** ${inlineCode(lora.modelId, 80)} · ${price}`;
  return `${head}\n-# ${inlineCode(lora.file, 200)} · ${facts(lora)}`;
}

function facts({ defaultStrength, minStrength, maxStrength, triggerWords, isAdult }: GuildLora): string {
  const words = escapeText(triggerWords.join(', '), 300);
  return [
    t('loras.strength', { usual: defaultStrength, min: minStrength, max: maxStrength }),
    ...(words === '' ? [] : [t('loras.adds', { words })]),
    ...(isAdult ? [t('loras.adult')] : []),
  ].join(' · ');
}

/** A row of the server's library, as `/setup loras` names it. */
export function loraRowText(row: GuildLora): string {
  return t('loras.row', { file: inlineCode(row.file, 200), model: settingTexts.model(row.modelId), facts: facts(row) });
}

/** The model takes no LoRAs; `others` do. */
export function noLorasText({ id }: Model, others: readonly Model[]): string {
  const ids = others.map((each) => each.id);
  return t('loras.modelTakesNone', { model: settingTexts.model(id), others: settingTexts.models(ids, mostNamed) });
}
