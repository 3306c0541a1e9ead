import { readFileSync, writeFileSync } from 'node:fs';
import { builtInModels } from '#catalog/models/index.ts';
import { modelsPage, modelsTable } from './describe-models.ts';

const readme = new URL('../README.md', import.meta.url);
const table = /(?<=<!-- npm run models -->\n)[\s\S]*(?=\n<!-- end of models -->)/u;

writeFileSync(new URL('../docs/models.md', import.meta.url), modelsPage(builtInModels));
writeFileSync(
  readme,
  readFileSync(readme, 'utf8').replace(table, () => modelsTable(builtInModels)),
);
