import type { FormInput, FormWord, Task } from '#catalog/form.ts';
import { asEditor, asMaker, type Model, outputOf, type Route, type Size, taskOf } from '#catalog/model.ts';
import { fitSize, parseSize, sizeLabel } from '#catalog/size.ts';
import type { MediaKind } from '#media/media.ts';

/** A command that makes one picture with one model, and the size that the picture has to have. */
export interface ModelCommand {
  readonly modelId: string;
  readonly line: string;
  readonly size: Size;
}

/** Tried in this order, so that most models are asked for something else than what they make unasked. */
const wantedSizes = ['16:9', '1216x832', '3:2', '4:3', '3:4', '1:1', 'auto'] as const;
/** A file of the library whose name is not made of plain letters. */
const loraOptions = ' lora:F.1-复古勾线插画_v1.safetensors lora_strength:0.8';

/** For every model in the order of the catalogue: `/imagine` where it makes pictures from words, `/edit` where it changes them. */
export function modelCommands(models: readonly Model[]): readonly ModelCommand[] {
  return models.flatMap((model) => [
    ...commandsFor('/imagine', model, asMaker(model)),
    ...commandsFor('/edit image:sample', model, asEditor(model)),
  ]);
}

function commandsFor(command: string, { id }: Model, { routes }: Model): readonly ModelCommand[] {
  if (routes.length === 0) return [];
  const usual = withoutLora(routes);
  const lora = usual.every(({ loras }) => loras?.isRequired === true) ? loraOptions : '';
  const size = sizeOf(usual);
  return [
    { modelId: id, line: `${command} prompt:a red fox in snow model:${id} size:${sizeLabel(size)}${lora}`, size },
  ];
}

/** Whether a picture of these sides is of the asked size; a ratio is met within 3 %, since sides are whole steps. */
export function isOfSize(size: Size, widthPx: number, heightPx: number): boolean {
  if (size.kind === 'pixels') return widthPx === size.widthPx && heightPx === size.heightPx;
  // The sample that is edited is square.
  const asked = parseSize(size.ratio === 'auto' ? '1:1' : size.ratio);
  if (asked?.kind !== 'ratio') return false;
  return Math.abs(widthPx / heightPx / (asked.across / asked.down) - 1) <= 0.03;
}

/** Those that run without a LoRA, where there are any. */
function withoutLora(routes: readonly Route[]): readonly Route[] {
  const plain = routes.filter(({ loras }) => loras?.isRequired !== true);
  return plain.length > 0 ? plain : routes;
}

/** The first wanted size that every route takes in the same way, so that it does not matter which one is picked. */
function sizeOf(routes: readonly Route[]): Size {
  for (const wanted of wantedSizes) {
    const asked = parseSize(wanted);
    const fitted = routes.map(({ sizes }) => asked && fitSize(sizes, asked));
    const [first] = fitted;
    if (first && fitted.every((size) => size !== null && sizeLabel(size) === sizeLabel(first))) return first;
  }
  const ratio = parseSize('1:1');
  const [size] = routes.flatMap(({ sizes }) => (ratio && fitSize(sizes, ratio)) ?? []);
  if (size === undefined) throw new RangeError(`no size fits ${routes.map(({ endpoint }) => endpoint).join(', ')}`);
  return size;
}

/** A command that makes something else with one route of a model, and what its file has to be. */
export interface MediaCommand {
  readonly modelId: string;
  readonly endpoint: string;
  readonly line: string;
  readonly output: MediaKind;
  /** Seconds that were asked for; null where the command says none. */
  readonly seconds: number | null;
}

const commandNames: Readonly<Record<Task, string>> = {
  image: '/imagine',
  upscale: '/upscale',
  video: '/video',
  speech: '/speech',
  music: '/music',
  model3d: '/3d',
  run: '/run',
};

/** For every route of every model with a form: what it cannot do without, and the shortest duration that it has. */
export function mediaCommands(models: readonly Model[]): readonly MediaCommand[] {
  return models.flatMap((model) => model.routes.map((route) => mediaCommand(model, route)));
}

/** The shortest one; null where the endpoint decides, and at a command without the option. */
function secondsOf(task: Task, form: readonly FormInput[]): number | null {
  const input = task === 'video' ? form.find(({ word }) => word === 'duration') : undefined;
  if (input?.kind === 'number') return input.min;
  return input?.kind === 'choice' ? Number(input.values.find((value) => Number(value) > 0)) : null;
}

function modelOptionOf(task: Task): string {
  return task === 'run' ? 'workflow' : 'model';
}

function mediaCommand(model: Model, { endpoint, form = [] }: Route): MediaCommand {
  const task = taskOf(model);
  const needs = (word: FormWord) => form.some((input) => input.word === word && input.isRequired);
  const has = (word: FormWord) => form.some((input) => input.word === word);
  const seconds = secondsOf(task, form);
  const words =
    task === 'speech' ? ' text:the sea is calm' : has('prompt') && task !== 'upscale' ? ' prompt:a fox in snow' : '';
  const texts = (['title', 'style', 'lyrics'] as const).filter(needs).map((word) => ` ${word}:a calm sea`);
  const files = [
    ...(needs('image') || needs('images') ? [' image:sample'] : []),
    ...(needs('lastImage') ? [' last_image:sample'] : []),
    ...(needs('video') ? [' video:sample'] : []),
    ...(needs('audio') ? [' audio:sample'] : []),
  ];
  const options = [
    words,
    ...texts,
    ` ${modelOptionOf(task)}:${model.id}`,
    ...(seconds === null ? [] : [` duration:${seconds}`]),
  ];
  return {
    modelId: model.id,
    endpoint,
    line: `${commandNames[task]}${[...files, ...options].join('')}`,
    output: outputOf(model),
    seconds,
  };
}
