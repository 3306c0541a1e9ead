// node .ci/picture.mjs FOLDER RATIO: is there a PNG in FOLDER that decodes to the last pixel and has RATIO (such as 16:9)?
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const [folder = '', ratio = ''] = process.argv.slice(2);
const [wide = 0, high = 0] = ratio.split(':').map(Number);
const tolerance = 0.03; // sizes are rounded to the model's step

const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.png'));
const seen = [];
for (const name of names) {
  const path = join(folder, name);
  const { format } = await sharp(path).metadata();
  const { info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  const fits = format === 'png' && Math.abs(info.width / info.height / (wide / high) - 1) <= tolerance;
  seen.push(`${name}: ${format} ${info.width}x${info.height}${fits ? '' : ` is not a PNG of ${ratio}`}`);
  if (!fits) process.exitCode = 1;
}
if (names.length === 0) process.exitCode = 1;
process.stdout.write(`${names.length === 0 ? `no PNG in ${folder}` : seen.join('\n')}\n`);
