import { ApiError, type FormProblem, readForm, refuseForm } from './api-error.ts';
import { type MessageBody, messageBody } from './message-schema.ts';
import { allComponents, type Component, componentTypes, type Embed, messageFlags } from './wire.ts';

/** Where a body comes from, since an edit keeps what it does not name. */
export interface BodyContext {
  /** The message already carries IS_COMPONENTS_V2, which cannot be taken off. */
  readonly isV2: boolean;
  readonly isEdit: boolean;
  readonly fileCount: number;
}

/** Reads and checks a message body. @throws {@link ApiError} 50035, 50006 */
export function readMessageBody(raw: unknown, context: BodyContext): MessageBody {
  const body = readForm(messageBody, raw);
  const isV2 = context.isV2 || ((body.flags ?? 0) & messageFlags.componentsV2) !== 0;
  const components = body.components ?? [];
  refuseForm([
    ...embedProblems(body.embeds ?? []),
    ...componentProblems(components),
    ...(isV2 ? v2Problems(body, components) : classicProblems(components)),
  ]);
  if (!context.isEdit && isEmpty(body, context.fileCount)) throw new ApiError(50006);
  return body;
}

/** Characters that count towards the limit of all embeds of a message together. */
export function embedCharacters(embed: Embed): number {
  const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name];
  const fields = (embed.fields ?? []).flatMap((field) => [field.name, field.value]);
  return [...texts, ...fields].reduce((sum, text) => sum + (text?.length ?? 0), 0);
}

/** What is wrong with components apart from their nesting: ids used twice and what each type must have. */
export function componentProblems(components: readonly Component[]): FormProblem[] {
  const seen = new Set<string>();
  return allComponents(components).flatMap((component): FormProblem[] => {
    const problems = oneComponentProblems(component);
    const { custom_id: customId } = component;
    if (customId === undefined || customId === null) return problems;
    if (seen.has(customId)) {
      problems.push(at('components', 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated'));
    }
    seen.add(customId);
    return problems;
  });
}

const selectTypes: ReadonlySet<number> = new Set([3, 5, 6, 7, 8]);

function oneComponentProblems(component: Component): FormProblem[] {
  const needsId = component.type === 4 || component.type === 19 || selectTypes.has(component.type);
  if (needsId && !component.custom_id) return [required('custom_id')];
  return problemsByType[component.type]?.(component) ?? [];
}

const problemsByType: Readonly<Record<number, (component: Component) => FormProblem[]>> = {
  [componentTypes.actionRow]: ({ components }) => rowProblems(components ?? []),
  [componentTypes.button]: buttonProblems,
  [componentTypes.stringSelect]: menuProblems,
  [componentTypes.section]: sectionProblems,
  [componentTypes.textDisplay]: ({ content }) => (content ? [] : [required('content')]),
  [componentTypes.mediaGallery]: ({ items }) => (items?.length ? [] : [required('items')]),
  [componentTypes.label]: labelProblems,
};

/** One to three texts, and something beside them. */
function sectionProblems({ components, accessory }: Component): FormProblem[] {
  const texts = components ?? [];
  const isRight =
    texts.length >= 1 && texts.length <= 3 && texts.every(({ type }) => type === componentTypes.textDisplay);
  return [
    ...(isRight ? [] : [at('components', 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 3 in length.')]),
    ...(accessory ? [] : [required('accessory')]),
  ];
}

/** Values are told apart, and no more is chosen at first than may be. */
function menuProblems({ options, max_values: most }: Component): FormProblem[] {
  if (!options?.length) return [required('options')];
  const values = options.map(({ value }) => value);
  const chosen = options.filter((option) => option.default === true);
  return [
    ...(new Set(values).size < values.length
      ? [at('options', 'COMPONENT_OPTION_VALUE_DUPLICATED', 'The specified option value is already used')]
      : []),
    ...((most ?? 1) > values.length
      ? [at('max_values', 'COMPONENT_SELECT_MAX_VALUES_INVALID', 'Max values cannot be more than the options')]
      : []),
    ...(chosen.length > (most ?? 1)
      ? [at('options', 'COMPONENT_SELECT_DEFAULT_VALUES_INVALID', 'More default values than may be chosen')]
      : []),
  ];
}

/** What a label holds; a button is none of it. */
const inLabels: ReadonlySet<number> = new Set([3, 4, 5, 6, 7, 8, 19, 21, 22, 23]);

function labelProblems({ label, component }: Component): FormProblem[] {
  if (!label) return [required('label')];
  if (label.length > 45) return [at('label', 'BASE_TYPE_MAX_LENGTH', 'Must be 45 or fewer in length.')];
  if (!component) return [required('component')];
  if (!inLabels.has(component.type)) return [at('component', 'UNION_TYPE_CHOICES', 'This type cannot be in a label')];
  const isOptional = component.min_values === 0 && component.required !== false;
  return isOptional
    ? [at('min_values', 'COMPONENT_MIN_VALUES_REQUIRED', 'Must be 1 or more where the component is required')]
    : [];
}

function rowProblems(children: readonly Component[]): FormProblem[] {
  const width = children.reduce((sum, child) => sum + (child.type === 2 ? 1 : 5), 0);
  if (width > 0 && width <= 5) return [];
  return [at('components', 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 5 in length.')];
}

function buttonProblems(button: Component): FormProblem[] {
  const problems: FormProblem[] = [];
  if (button.style === undefined || button.style === null) problems.push(required('style'));
  if (button.style === 5 && !button.url) problems.push(required('url'));
  if (button.style !== 5 && button.style !== 6 && !button.custom_id) problems.push(required('custom_id'));
  if ((button.label?.length ?? 0) > 80)
    problems.push(at('label', 'BASE_TYPE_MAX_LENGTH', 'Must be 80 or fewer in length.'));
  return problems;
}

function classicProblems(components: readonly Component[]): FormProblem[] {
  if (components.length > 5) return [at('components', 'BASE_TYPE_BAD_LENGTH', 'Must be 5 or fewer in length.')];
  const stranger = components.find((component) => component.type !== 1);
  return stranger === undefined
    ? []
    : [at('components', 'UNION_TYPE_CHOICES', 'Value of field "type" must be one of (1,).')];
}

function v2Problems(body: MessageBody, components: readonly Component[]): FormProblem[] {
  const problems: FormProblem[] = [];
  const forbidden = (key: string) =>
    at(
      key,
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      `The \`${key}\` field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
    );
  if (body.content) problems.push(forbidden('content'));
  if (body.embeds?.length) problems.push(forbidden('embeds'));
  if (allComponents(components).length > 40) {
    problems.push(
      at('components', 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', 'The total number of components cannot exceed 40'),
    );
  }
  const characters = allComponents(components)
    .filter(({ type }) => type === componentTypes.textDisplay)
    .reduce((sum, { content }) => sum + (content?.length ?? 0), 0);
  if (characters > 4000) {
    problems.push(at('components', 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', 'The displayable text exceeds 4000'));
  }
  return problems;
}

function embedProblems(embeds: readonly Embed[]): FormProblem[] {
  const characters = embeds.reduce((sum, embed) => sum + embedCharacters(embed), 0);
  return characters <= 6000 ? [] : [at('embeds', 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000')];
}

function isEmpty(body: MessageBody, fileCount: number): boolean {
  return !body.content && !body.embeds?.length && !body.components?.length && fileCount === 0;
}

const at = (key: string, code: string, message: string): FormProblem => ({ path: [key], code, message });
const required = (key: string) => at(key, 'BASE_TYPE_REQUIRED', 'This field is required');
