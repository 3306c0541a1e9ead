import { type Answer, json } from '../answer.ts';
import { listedModels } from './further-models.ts';
import type { RunComfyModel } from './models.ts';

const defaultLimit = 20;

/** `GET /v1/models` with search, category, kind, include_schema, limit 1..100 and offset. */
export function listModels(query: URLSearchParams): Answer {
  const limit = Number(query.get('limit') ?? defaultLimit);
  const offset = Number(query.get('offset') ?? 0);
  if (!isWithin(limit, 1, 100)) return json(422, { error: 'limit must be between 1 and 100' });
  if (!isWithin(offset, 0, Number.MAX_SAFE_INTEGER)) return json(422, { error: 'offset must not be negative' });
  const [category, kind] = [query.get('category') ?? '', query.get('kind') ?? ''];
  const search = (query.get('search') ?? '').toLowerCase();
  const found = listedModels.filter(
    (model) =>
      `${model.modelId} ${model.displayName}`.toLowerCase().includes(search) &&
      (category === '' || model.categories.includes(category)) &&
      (kind === '' || kindOf(model) === kind),
  );
  const withSchema = query.get('include_schema') === 'true';
  const models = found.slice(offset, offset + limit).map((model) => entryOf(model, withSchema));
  return json(200, { models, total: found.length });
}

/** `GET /v1/models/categories`. */
export function listCategories(): Answer {
  return json(200, { categories: [...new Set(listedModels.flatMap((model) => model.categories))] });
}

/** One model as the catalogue shows it. @see reference, section 4.6: the raw row's key is `input_schema` */
export function entryOf(model: RunComfyModel, withSchema: boolean): object {
  return {
    model_id: model.modelId,
    display_name: model.displayName,
    categories: model.categories,
    kind: kindOf(model),
    base_price_usd: model.basePriceUsd,
    price_unit: model.priceUnit ?? 'output',
    pricing_note: 'a price of the stand-in',
    ...(withSchema ? { input_schema: model.schema } : {}),
  };
}

function kindOf({ kind }: RunComfyModel): string {
  return kind ?? 'model';
}

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
