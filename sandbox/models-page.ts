import { writeFileSync } from 'node:fs';
import { builtInMediaModels, builtInModels } from '#catalog/models/index.ts';
import { modelsPage } from './describe-models.ts';

writeFileSync(new URL('../docs/models.md', import.meta.url), modelsPage(builtInModels, builtInMediaModels));
