import { useState } from 'preact/hooks';
import type { Attachment, GalleryItem, Media } from '../../../discord/wire.ts';
import { useSurroundings } from './context.ts';
import { Icon } from './icon.tsx';

/** Something to look at or to listen to, or a file. */
export interface Shown {
  readonly url: string;
  readonly name: string;
  readonly type: string;
  readonly about: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly size: number | null;
  readonly isSpoiler: boolean;
}

/** Files of a message as Discord shows them: pictures together, then players, then the rest. */
export function Attachments({ files }: { readonly files: readonly Attachment[] }) {
  const shown = files.map(ofAttachment);
  const pictures = shown.filter(({ type }) => type.startsWith('image/'));
  const others = shown.filter(({ type }) => !type.startsWith('image/'));
  return (
    <>
      {pictures.length > 0 && <Pictures pictures={pictures} />}
      {others.map((each) => (
        <MediaView key={each.url} shown={each} />
      ))}
    </>
  );
}

/** Pictures beside each other. */
export function Pictures({ pictures }: { readonly pictures: readonly Shown[] }) {
  return (
    <div class={`pictures ${pictures.length > 1 ? 'several' : ''}`}>
      {pictures.map((each) => (
        <MediaView key={each.url} shown={each} />
      ))}
    </div>
  );
}

/** An attachment as something to show. */
export function ofAttachment(file: Attachment): Shown {
  return {
    url: file.url,
    name: file.filename,
    type: file.content_type.split(';', 1)[0] ?? '',
    about: file.description ?? '',
    width: file.width ?? null,
    height: file.height ?? null,
    size: file.size,
    isSpoiler: file.filename.startsWith('SPOILER_'),
  };
}

/** What a component names, with what is known of it from the message's attachments. */
export function ofMedia(
  { url, content_type: type }: Media,
  files: readonly Attachment[],
  more: Pick<GalleryItem, 'description' | 'spoiler'> = {},
): Shown {
  const file = files.find((each) => withoutQuery(each.url) === withoutQuery(url));
  const base = file === undefined ? unknownFile(url, type ?? 'image/png') : ofAttachment(file);
  return { ...base, about: more.description ?? base.about, isSpoiler: base.isSpoiler || more.spoiler === true };
}

function unknownFile(url: string, type: string): Shown {
  const name = withoutQuery(url).split('/').at(-1) ?? url;
  return { url, name, type, about: '', width: null, height: null, size: null, isSpoiler: false };
}

function withoutQuery(url: string): string {
  return url.replace(/\?.*$/u, '');
}

/** One of them, hidden first where it is a spoiler. */
export function MediaView({ shown }: { readonly shown: Shown }) {
  const [isOpen, open] = useState(!shown.isSpoiler);
  if (isOpen) return <OpenMedia shown={shown} />;
  return (
    <button type="button" class="media spoiler-media" onClick={() => open(true)}>
      Spoiler
      <span class="hidden-text">, show {shown.about || shown.name}</span>
    </button>
  );
}

function OpenMedia({ shown }: { readonly shown: Shown }) {
  const { url, type, name, about } = shown;
  // What does not come through the playground is a link: the page loads nothing from elsewhere.
  if (!url.startsWith('/cdn/')) return <FileCard shown={shown} />;
  if (type.startsWith('image/')) return <Picture shown={shown} />;
  if (type.startsWith('video/')) {
    return (
      // biome-ignore lint/a11y/useMediaCaption: what the bot sends has none
      <video class="media" controls preload="metadata" src={url} aria-label={about || name} playsInline />
    );
  }
  if (type.startsWith('audio/')) {
    return (
      <figure class="media sound">
        <figcaption>{name}</figcaption>
        {/* biome-ignore lint/a11y/useMediaCaption: what the bot sends has none */}
        <audio controls preload="metadata" src={url} aria-label={about || name} />
      </figure>
    );
  }
  return <FileCard shown={shown} />;
}

function Picture({ shown: { url, about, name, width, height } }: { readonly shown: Shown }) {
  const { enlarge } = useSurroundings();
  const size = width === null || height === null ? {} : shownSize(width, height);
  return (
    <button type="button" class="media picture" onClick={() => enlarge({ url, about: about || name })}>
      <img src={url} alt={about || name} loading="lazy" decoding="async" {...size} />
    </button>
  );
}

const mostWidth = 420;
const mostHeight = 380;

/** Known before the picture is there, so that nothing moves when it comes. */
function shownSize(width: number, height: number) {
  const share = Math.min(1, mostWidth / width, mostHeight / height);
  return { width: Math.round(width * share), height: Math.round(height * share) };
}

function FileCard({ shown: { url, name, size } }: { readonly shown: Shown }) {
  return (
    <a class="media file" href={url} download={name} target="_blank" rel="noopener noreferrer">
      <span class="file-icon">
        <Icon name="file" />
      </span>
      <span>
        <strong>{name}</strong>
        {size !== null && <small>{sizeText(size)}</small>}
      </span>
    </a>
  );
}

/** `234 kB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${Math.round(kilobytes)} kB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}
