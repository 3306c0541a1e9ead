import { describe, expect, it } from 'vitest';
import { builtInMediaModels, builtInModels } from '#catalog/models/index.ts';
import { modelsPage } from '../../sandbox/describe-models.ts';
import { readText } from '../support/repository.ts';

describe('docs/models.md', () => {
  it('is what `npm run models` writes', () => {
    expect(readText('docs/models.md')).toBe(modelsPage(builtInModels, builtInMediaModels));
  });

  it('has a row for every route', () => {
    const page = modelsPage(builtInModels);
    for (const { endpoint } of builtInModels.flatMap(({ routes }) => routes)) expect(page).toContain(`\`${endpoint}\``);
  });
});
