import type { ComponentChildren } from 'preact';
import { type Attachment, type Component, componentTypes, type Message } from '../../../discord/wire.ts';
import { MediaView, ofMedia, Pictures } from './attachments.tsx';
import { useSurroundings } from './context.ts';
import { Bar } from './embed.tsx';
import { Markdown } from './markdown.tsx';
import { MenuSelect } from './menu-select.tsx';

/** The components of a message, in the old way and as Components V2. */
export function Components({ message }: { readonly message: Message }) {
  return <>{message.components.map((component, index) => componentView(component, message, index))}</>;
}

function componentView(component: Component, message: Message, key: number): ComponentChildren {
  const { attachments: files } = message;
  const inner = () => (component.components ?? []).map((each, index) => componentView(each, message, index));
  switch (component.type) {
    case componentTypes.actionRow:
      return (
        <div key={key} class="row">
          {inner()}
        </div>
      );
    case componentTypes.button:
      return <Button key={key} button={component} message={message} />;
    case componentTypes.stringSelect:
    case componentTypes.userSelect:
    case componentTypes.roleSelect:
    case componentTypes.mentionableSelect:
    case componentTypes.channelSelect:
      return <MessageSelect key={key} menu={component} message={message} />;
    case componentTypes.section:
      return (
        <div key={key} class="section">
          <div>{inner()}</div>
          {component.accessory && <div class="accessory">{componentView(component.accessory, message, 0)}</div>}
        </div>
      );
    case componentTypes.textDisplay:
      return <Markdown key={key} text={component.content ?? ''} />;
    case componentTypes.separator:
      return <hr key={key} class={component.divider === false ? 'space' : ''} />;
    case componentTypes.container:
      return (
        <div key={key} class="container">
          <Bar colour={component.accent_color ?? null} />
          <div class="container-inner">{inner()}</div>
        </div>
      );
    default:
      return mediaComponent(component, files, key);
  }
}

function mediaComponent(component: Component, files: readonly Attachment[], key: number): ComponentChildren {
  const { media, file, items, description, spoiler } = component;
  const more = { description: description ?? null, spoiler: spoiler ?? null };
  if (component.type === componentTypes.thumbnail && media)
    return (
      <div key={key} class="thumbnail">
        <MediaView shown={ofMedia(media, files, more)} />
      </div>
    );
  if (component.type === componentTypes.mediaGallery)
    return <Pictures key={key} pictures={(items ?? []).map((item) => ofMedia(item.media, files, item))} />;
  if (component.type === componentTypes.file && file) return <MediaView key={key} shown={ofMedia(file, files, more)} />;
  return (
    <p key={key} class="violation-line" role="alert">
      The page does not know the component type {component.type}.
    </p>
  );
}

const looks: Readonly<Record<number, string>> = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger', 5: 'link' };

function Button({ button, message }: { readonly button: Component; readonly message: Message }) {
  const { session } = useSurroundings();
  const { label, style, url, custom_id: customId, disabled, emoji } = button;
  const text = [emoji?.name, label].filter(Boolean).join(' ');
  if (style === 5 && url) {
    return (
      <a class="button link" href={url} target="_blank" rel="noopener noreferrer">
        {text} <span aria-hidden="true">↗</span>
      </a>
    );
  }
  const press = () => void session.act({ kind: 'press', messageId: message.id, customId: customId ?? '' });
  return (
    <button
      type="button"
      class={`button ${looks[style ?? 2] ?? 'secondary'}`}
      disabled={disabled === true}
      onClick={press}
    >
      {text}
    </button>
  );
}

function MessageSelect({ menu, message }: { readonly menu: Component; readonly message: Message }) {
  const { session } = useSurroundings();
  const choose = (values: readonly string[]) =>
    void session.act({ kind: 'select', messageId: message.id, customId: menu.custom_id ?? '', values });
  return <MenuSelect menu={menu} label={menu.placeholder ?? 'Make a selection'} onChoose={choose} />;
}
