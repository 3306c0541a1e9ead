import { writeFileSync } from 'node:fs';
import { modelsPage } from '../src/domain/models/describe.ts';
import { builtInModels } from '../src/domain/models/index.ts';

writeFileSync(new URL('../docs/models.md', import.meta.url), modelsPage(builtInModels));
