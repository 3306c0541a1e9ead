import type { Model, Route } from './model.ts';

/** A route whose row stands on less than the provider's own word. */
interface UnverifiedRoute {
  readonly modelId: string;
  readonly route: Route;
  /** At least one, ready to read. */
  readonly reasons: readonly string[];
}

/** Every route that should be checked before it is relied on, in the order of the models. */
export function unverifiedRoutes(models: readonly Model[]): readonly UnverifiedRoute[] {
  return models.flatMap(({ id, routes }) =>
    routes
      .map((route) => ({ modelId: id, route, reasons: reasonsToDoubt(route) }))
      .filter(({ reasons }) => reasons.length > 0),
  );
}

/** Why a row is unverified; empty when its inputs and its price are the provider's own word. */
export function reasonsToDoubt({ confidence, price }: Route): readonly string[] {
  return [
    ...(confidence === 'H' ? [] : [`graded ${confidence}`]),
    ...(price.estimated ? ['the price is an estimate'] : []),
  ];
}
