import type { Attachment, Embed } from '../../../discord/wire.ts';
import { MediaView, ofMedia } from './attachments.tsx';
import { Markdown, MarkdownLine } from './markdown.tsx';

/** A card under a message. */
export function EmbedView({ embed, files }: { readonly embed: Embed; readonly files: readonly Attachment[] }) {
  const { title, url, description, fields, author, footer, image, thumbnail, color } = embed;
  return (
    <article class="embed">
      <Bar colour={color ?? null} />
      <div class="embed-text">
        {author && <p class="embed-author">{author.name}</p>}
        {title && (
          <p class="embed-title">
            {url ? (
              <a href={url} target="_blank" rel="noopener noreferrer">
                <MarkdownLine text={title} />
              </a>
            ) : (
              <MarkdownLine text={title} />
            )}
          </p>
        )}
        {description && <Markdown text={description} />}
        {fields && fields.length > 0 && (
          <dl>
            {fields.map(({ name, value, inline }) => (
              <div key={name} class={inline === true ? 'inline' : ''}>
                <dt>
                  <MarkdownLine text={name} />
                </dt>
                <dd>
                  <Markdown text={value} />
                </dd>
              </div>
            ))}
          </dl>
        )}
        {image && <MediaView shown={ofMedia(image, files)} />}
        {footer && <p class="embed-footer">{footer.text}</p>}
      </div>
      {thumbnail && (
        <div class="embed-thumbnail">
          <MediaView shown={ofMedia(thumbnail, files)} />
        </div>
      )}
    </article>
  );
}

/** A stripe in a colour of the bot's; drawn, since the page takes no styles from a message. */
export function Bar({ colour }: { readonly colour: number | null }) {
  const fill = colour === null ? 'currentColor' : `#${colour.toString(16).padStart(6, '0')}`;
  return (
    <svg class="bar" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 1 1">
      <rect width="1" height="1" fill={fill} />
    </svg>
  );
}
