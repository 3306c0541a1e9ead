import sharp from 'sharp';
import { builtInMediaModels, builtInModels } from '#catalog/models/index.ts';
import { optionalModelsOf } from '#catalog/remote/optional-models.ts';
import { emptyRemoteCatalogue } from '#catalog/remote/remote-catalogue.ts';
import { sizeLabel } from '#catalog/size.ts';
import { readCatalogFile } from '#config/read-catalog-file.ts';
import { withFile } from '#media/file-bytes.ts';
import { probeAs } from '#media/read-media.ts';
import { isOfSize, type MediaCommand, type ModelCommand, mediaCommands, modelCommands } from './demo/model-commands.ts';
import { type Player, playToTheEnd } from './demo/play.ts';
import { type Stage, startStage, workflowsFile } from './demo/stage.ts';
import type { Person } from './discord/person.ts';
import { listedBesides } from './services/runcomfy/listed.ts';

/** Far more than all models cost together. */
const allowance = 1_000_000;

/** How far a video may be from the asked length: it has four pictures a second. */
const toleranceMs = 600;
/** Several people, since nobody may press faster than a person. */
const people = 6;

process.exitCode = await run();

/**
 * Makes something with every model, those of RunComfy's catalogue included, and edits a picture with every model that can, each as `npm run demo -- --fast --once` does.
 * Resolves with 0 when each brought a file of the asked kind, size and length.
 */
async function run(): Promise<number> {
  const catalogue = createCatalogueWait();
  const stage = await startStage({ isFast: true, writeLog: catalogue.writeLog, allowance });
  const player = { print: () => {}, now: Date.now, names: stage.names, outputFolder: 'demo-output' };
  const pictures = modelCommands(builtInModels).map((command) => ({ ...command, judge: judgePicture(command) }));
  const workflows = (await readCatalogFile(workflowsFile)).models;
  const own = [...builtInMediaModels, ...workflows];
  const models = listedBesides();
  const optional = optionalModelsOf({ ...emptyRemoteCatalogue, models }, [...builtInModels, ...own]);
  const listed = modelCommands(optional.filter(({ task }) => task === undefined)).map((command) => ({
    ...command,
    judge: judgePicture(command),
  }));
  const others = mediaCommands([...own, ...optional.filter(({ task }) => task !== undefined)]).map((command) => ({
    ...command,
    judge: judgeMedia(command),
  }));
  const commands = [...pictures, ...listed, ...others];
  let wrong = 0;
  try {
    await catalogue.isRead;
    for (const { id } of optional) await stage.you.slash(`/setup models action:enable model:${id}`).firstAnswer();
    const left = commands.values();
    const walk = async (you: Person) => {
      for (const { line, judge } of left) {
        const verdict = await verdictOn(line, judge, { ...stage, you }, player);
        if (!verdict.isRight) wrong += 1;
        print(`${verdict.isRight ? 'ok   ' : 'WRONG'} ${line}\n      ${verdict.text}`);
      }
    };
    await Promise.all(Array.from({ length: people }, (_, index) => walk(stage.addMember(`Walker ${index + 1}`))));
  } finally {
    await stage.stop();
  }
  const count = new Set(commands.map(({ modelId }) => modelId)).size;
  print(`${commands.length - wrong} of ${commands.length} commands made what was asked for, with ${count} models`);
  return wrong === 0 ? 0 : 1;
}

/** Models of RunComfy's catalogue can be switched on once it was read. */
function createCatalogueWait() {
  let found: () => void = () => {};
  const isRead = new Promise<void>((resolve) => {
    found = resolve;
  });
  const writeLog = (line: string) => {
    if (line.includes('RunComfy states other prices')) found();
  };
  return { isRead, writeLog };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Whether a file is what a command asked for, and what it is. */
interface Verdict {
  readonly isRight: boolean;
  readonly text: string;
}

type Judge = (path: string) => Promise<Verdict>;

async function verdictOn(line: string, judge: Judge, stage: Stage, player: Player): Promise<Verdict> {
  const { last, savedFiles } = await playToTheEnd(stage, line, player);
  const [file] = savedFiles;
  return file === undefined ? { isRight: false, text: last?.content ?? 'a form opened' } : judge(file);
}

/** Decoded to the last pixel: a header alone is no picture. */
function judgePicture({ size }: ModelCommand): Judge {
  return async (path) => {
    const { info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
    const isRight = isOfSize(size, info.width, info.height);
    return { isRight, text: `${info.width}x${info.height} for ${sizeLabel(size)}` };
  };
}

function judgeMedia({ output, seconds }: MediaCommand): Judge {
  return async (path) => {
    if (output === 'image') {
      const { width, height } = await sharp(path).metadata();
      return { isRight: true, text: `${width}x${height}` };
    }
    const probe = await withFile(path, (file) => probeAs(output, file));
    const { format = 'nothing', durationMs = null } = probe ?? {};
    const isLong = seconds === null || Math.abs((durationMs ?? 0) - seconds * 1000) <= toleranceMs;
    return {
      isRight: probe !== null && isLong,
      text: `${format}${durationMs === null ? '' : ` of ${durationMs / 1000} s`}`,
    };
  };
}
