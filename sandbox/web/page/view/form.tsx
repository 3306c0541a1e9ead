import { useId, useState } from 'preact/hooks';
import { allComponents, type Component, componentTypes } from '../../../discord/wire.ts';
import type { FormInfo } from '../../protocol.ts';
import { useSurroundings } from './context.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { Markdown } from './markdown.tsx';
import { chosenAtFirst, MenuSelect } from './menu-select.tsx';

type Filled = Record<string, string | readonly string[]>;
type Uploads = Record<string, readonly File[]>;

/** A form that the bot has opened. */
export function Form({ form }: { readonly form: FormInfo }) {
  const { session } = useSurroundings();
  const [values, setValues] = useState<Filled>(() => valuesAtFirst(form));
  const [files, setFiles] = useState<Uploads>({});
  const { problem, isBusy } = session.view();
  const submit = (event: Event) => {
    event.preventDefault();
    void session.act({ kind: 'form', key: form.key, values }, files);
  };
  const change: Change = {
    value: (name, value) => setValues({ ...values, [name]: value }),
    files: (name, list) => setFiles({ ...files, [name]: list }),
  };
  return (
    <Dialog title={form.title} onClose={session.closeForm}>
      <form onSubmit={submit}>
        <p class="form-app">
          <Icon name="easel" /> Easel asks for this. Never give a password to an app.
        </p>
        {form.components.map((component, index) => (
          <Field key={component.custom_id ?? index} component={component} values={values} change={change} />
        ))}
        {problem !== null && (
          <p class="form-problem" role="alert">
            {problem}
          </p>
        )}
        <footer>
          <button type="button" class="button secondary" onClick={session.closeForm}>
            Cancel
          </button>
          <button type="submit" class="button primary" disabled={isBusy}>
            Submit
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

interface Change {
  readonly value: (name: string, value: string | readonly string[]) => void;
  readonly files: (name: string, list: readonly File[]) => void;
}

interface FieldProps {
  readonly component: Component;
  readonly values: Filled;
  readonly change: Change;
}

/** A label with what is under it, an old-style row, or a text. */
function Field({ component, values, change }: FieldProps) {
  const id = useId();
  if (component.type === componentTypes.textDisplay) return <Markdown text={component.content ?? ''} />;
  const inner = component.component ?? component.components?.[0];
  if (inner === undefined || inner === null) return null;
  const label = component.label ?? inner.label ?? '';
  const isRequired = inner.required !== false;
  return (
    <div class="field">
      <label for={id}>
        {label}
        {isRequired && (
          <span class="required" title="required">
            {' *'}
          </span>
        )}
      </label>
      {component.description && <small>{component.description}</small>}
      <Input id={id} label={label} field={inner} values={values} change={change} />
    </div>
  );
}

interface InputProps extends Omit<FieldProps, 'component'> {
  readonly id: string;
  readonly label: string;
  readonly field: Component;
}

function Input(props: InputProps) {
  const { label, field, change } = props;
  const name = field.custom_id ?? '';
  if (field.type === componentTypes.textInput) return <TextInput {...props} />;
  if (field.type === componentTypes.fileUpload) return <FileInput {...props} />;
  return <MenuSelect menu={field} label={label} onChoose={(chosen) => change.value(name, chosen)} />;
}

function TextInput({ id, field, values, change }: InputProps) {
  const name = field.custom_id ?? '';
  const value = values[name];
  const common = {
    id,
    value: typeof value === 'string' ? value : '',
    placeholder: field.placeholder ?? '',
    required: field.required !== false,
    maxLength: field.max_length ?? 4000,
    ...(field.min_length ? { minLength: field.min_length } : {}),
  };
  return field.style === 2 ? (
    <textarea {...common} rows={4} onInput={(event) => change.value(name, event.currentTarget.value)} />
  ) : (
    <input {...common} type="text" onInput={(event) => change.value(name, event.currentTarget.value)} />
  );
}

function FileInput({ id, field, change }: InputProps) {
  return (
    <input
      id={id}
      type="file"
      multiple={(field.max_values ?? 1) > 1}
      required={field.required !== false}
      onChange={(event) => change.files(field.custom_id ?? '', [...(event.currentTarget.files ?? [])])}
    />
  );
}

function valuesAtFirst({ components }: FormInfo): Filled {
  const fields = allComponents(components).filter(({ custom_id: name }) => name);
  return Object.fromEntries(
    fields.flatMap((field): [string, string | readonly string[]][] => {
      const name = field.custom_id ?? '';
      if (field.type === componentTypes.fileUpload) return [];
      return [[name, field.type === componentTypes.textInput ? (field.value ?? '') : chosenAtFirst(field)]];
    }),
  );
}
