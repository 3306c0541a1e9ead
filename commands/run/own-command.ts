import { ApplicationCommandOptionType } from 'discord.js';
import { type FormInput, isMediaInput, labelledWords, type RouteForm } from '#catalog/form.ts';
import { type GuildWorkflow, isWorkflowId, modelsOfGuild } from '#catalog/guild-workflow.ts';
import { longestTypedPrompt } from '#catalog/wire-words.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import { type CommandDefinition, type OptionDefinition, readOptions } from '#discord/interactions/options.ts';
import { guildCatalog } from '#generation/admission.ts';
import { attachmentsIn } from '../attachments.ts';
import type { Bot, Command } from '../command.ts';
import { requestOf } from '../media.ts';
import { option, privateOption } from '../options.ts';
import { startPicture } from '../start-picture.ts';

/** The commands that servers have made of their workflows: `/w-fox-clip`. */
export const ownCommands: NonNullable<Command['ofGuilds']> = { isNamed: isWorkflowId, run: runOwn };

/** The commands of those workflows that have one, as Discord registers them. */
export function ownDefinitions(workflows: readonly GuildWorkflow[]): readonly CommandDefinition[] {
  return workflows.filter(({ hasCommand }) => hasCommand).map(definitionOf);
}

function definitionOf(workflow: GuildWorkflow): CommandDefinition {
  const { id: name, description, isAdult: nsfw } = workflow;
  const options = modelsOfGuild([workflow]).flatMap(({ routes }) => routes.flatMap(({ form = [] }) => optionsOf(form)));
  return { name, description, nsfw, options: [...options.map(({ definition }) => definition), privateOption] };
}

/** Names, descriptions and choices of one command together. @see https://docs.discord.com/developers/interactions/application-commands, read 2026-11-28 */
const mostCharacters = 8000;

/** Whether Discord takes as many words in one command as this workflow's would have. */
export function fitsCommand(workflow: GuildWorkflow): boolean {
  const words: string[] = [];
  JSON.stringify(definitionOf(workflow), (key, value: unknown) => {
    if (typeof value === 'string' && countedKeys.has(key)) words.push(value);
    return value;
  });
  return words.join('').length <= mostCharacters;
}

const countedKeys: ReadonlySet<string> = new Set(['name', 'description', 'value']);

interface InputOption {
  readonly input: FormInput;
  readonly definition: OptionDefinition;
}

/** Discord wants those first that have to be filled in. */
function optionsOf(form: RouteForm): readonly InputOption[] {
  const taken = new Set<string>(['prompt', 'image', 'video', 'audio', privateOption.name, ...labelledWords]);
  const all = form.map((input) => {
    if (input.label === undefined) return { input, definition: plainOption(input) };
    const name = optionName(input.label, input.word, taken);
    taken.add(name);
    return { input, definition: labelledOption(input, name, input.label) };
  });
  const isNeeded = ({ input }: InputOption) => input.isRequired;
  return [...all.filter(isNeeded), ...all.filter((each) => !isNeeded(each))];
}

const nameCharacters = 32;

/** The label as Discord takes it; the word where nothing of it is left, or another option has it. */
function optionName(label: string, word: string, taken: ReadonlySet<string>): string {
  const words = label
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  const name = [...words.filter((part) => part !== '').join('_')].slice(0, nameCharacters).join('');
  return name === '' || taken.has(name) ? word : name;
}

function plainOption({ word, isRequired: required }: FormInput): OptionDefinition {
  switch (word) {
    case 'image':
    case 'video':
    case 'audio':
      return { ...option.file(word, `run.${word}.description`), required };
    default:
      return { ...option.text('prompt', 'run.own.prompt.description', { max_length: longestTypedPrompt }), required };
  }
}

/** The label is its description: there is nothing else to say of it. */
function labelledOption(input: FormInput, name: string, label: string): OptionDefinition {
  const base = { name, description: label, required: input.isRequired };
  switch (input.kind) {
    case 'choice':
      return {
        ...base,
        type: ApplicationCommandOptionType.String,
        choices: input.values.map((value) => ({ name: value, value })),
      };
    case 'number':
      return { ...base, ...rangeOf(input) };
    case 'flag':
      return { ...base, type: ApplicationCommandOptionType.Boolean };
    default:
      return { ...base, type: ApplicationCommandOptionType.String, max_length: longestTypedPrompt };
  }
}

/** Within what Discord takes as a bound. */
function rangeOf({ isWhole, min, max }: Extract<FormInput, { kind: 'number' }>) {
  const [least, most] = [Math.max(min, Number.MIN_SAFE_INTEGER), Math.min(max, Number.MAX_SAFE_INTEGER)];
  if (!isWhole) return { type: ApplicationCommandOptionType.Number, min_value: least, max_value: most } as const;
  const [min_value, max_value] = [Math.ceil(least), Math.floor(most)];
  return { type: ApplicationCommandOptionType.Integer, min_value, max_value } as const;
}

/** As `/run` with everything filled in. A workflow that was removed is refused like every unknown one. */
async function runOwn(call: CommandCall, name: string, bot: Bot): Promise<void> {
  const settings = await bot.settings(call.caller.guildId);
  const model = guildCatalog(bot.catalog, settings).forTask('run').find(name);
  const options = optionsOf(model?.routes[0]?.form ?? []);
  const typed = readOptions([...options.map(({ definition }) => definition), privateOption], call.options);
  const fileAt = (word: string) => {
    const found = options.find(({ input }) => isMediaInput(input) && input.word === word);
    return found === undefined ? undefined : attachmentsIn([typed.id(word)], call)[0];
  };
  const typedFor = ({ input, definition: { name: option } }: InputOption) => {
    if (input.kind === 'number') return typed.number(option);
    return input.kind === 'flag' ? typed.yesOrNo(option) : typed.text(option);
  };
  const chosen = options.filter(({ input }) => input.label !== undefined);
  const isAsked = options.some(({ input }) => input.word === 'prompt');
  const request = requestOf(
    {
      task: 'run',
      model: name,
      prompt: isAsked ? typed.text('prompt') : null,
      image: fileAt('image'),
      media: { video: fileAt('video'), audio: fileAt('audio') },
      form: Object.fromEntries(chosen.map((each) => [each.input.word, typedFor(each)])),
      isPrivate: typed.flag(privateOption.name),
    },
    call.caller,
  );
  await startPicture(request, call, bot);
}
