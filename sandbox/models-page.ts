import { readFileSync, writeFileSync } from 'node:fs';
import { builtInMediaModels, builtInModels } from '#catalog/models/index.ts';
import { modelsPage, modelsTable } from './describe-models.ts';

const readme = new URL('../README.md', import.meta.url);
const table = /(?<=<!-- npm run models -->\n)[\s\S]*(?=\n<!-- end of models -->)/u;

writeFileSync(new URL('../docs/models.md', import.meta.url), modelsPage(builtInModels, builtInMediaModels));
writeFileSync(
  readme,
  readFileSync(readme, 'utf8').replace(table, () => modelsTable(builtInModels)),
);
