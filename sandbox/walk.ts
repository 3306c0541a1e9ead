import sharp from 'sharp';
import { builtInModels } from '#catalog/models/index.ts';
import { sizeLabel } from '#catalog/size.ts';
import { isOfSize, type ModelCommand, modelCommands } from './demo/model-commands.ts';
import { type Player, playToTheEnd } from './demo/play.ts';
import { type Stage, startStage } from './demo/stage.ts';

/** Far more than all models cost together. */
const allowance = 1_000_000;

process.exitCode = await run();

/**
 * Makes a picture with every model, and edits one with every model that can, each as `npm run demo -- --fast --once` does.
 * Resolves with 0 when each brought a picture of the asked size.
 */
async function run(): Promise<number> {
  const stage = await startStage({ isFast: true, writeLog: () => {}, allowance });
  const player = { print: () => {}, now: Date.now, names: stage.names, outputFolder: 'demo-output' };
  const commands = modelCommands(builtInModels);
  const models = new Set(commands.map(({ modelId }) => modelId)).size;
  let wrong = 0;
  try {
    for (const command of commands) {
      const verdict = await verdictOn(command, stage, player);
      if (!verdict.isRight) wrong += 1;
      print(`${verdict.isRight ? 'ok   ' : 'WRONG'} ${command.line}\n      ${verdict.text}`);
    }
  } finally {
    await stage.stop();
  }
  print(
    `${commands.length - wrong} of ${commands.length} commands made a picture of the asked size, with ${models} models`,
  );
  return wrong === 0 ? 0 : 1;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function verdictOn({ line, size }: ModelCommand, stage: Stage, player: Player) {
  const { last, savedFiles } = await playToTheEnd(stage, line, player);
  const [file] = savedFiles;
  if (file === undefined) return { isRight: false, text: last?.content ?? 'a form opened' };
  // Decoded to the last pixel: a header alone is no picture.
  const { info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  const isRight = isOfSize(size, info.width, info.height);
  return { isRight, text: `${info.width}x${info.height} for ${sizeLabel(size)}` };
}
