import { memo } from 'preact/compat';
import { isEphemeral, isLoading, type Message, type User } from '../../../discord/wire.ts';
import type { ShownMessage } from '../../protocol.ts';
import { Attachments } from './attachments.tsx';
import { Avatar } from './avatar.tsx';
import { Components } from './components.tsx';
import { useSurroundings } from './context.ts';
import { EmbedView } from './embed.tsx';
import { Icon } from './icon.tsx';
import { Markdown, MarkdownLine } from './markdown.tsx';
import { type MenuEntry, Popup } from './popup.tsx';

const v2Flag = 32_768;

/** @see MessageView */
export interface MessageViewProps {
  readonly shown: ShownMessage;
  /** The same author as the message before. */
  readonly isCompact: boolean;
  /** The message that it replies to, where that is known. */
  readonly repliesTo: Message | null;
}

/** A message with everything in it. */
export const MessageView = memo(({ shown, isCompact, repliesTo }: MessageViewProps) => {
  const { message, command } = shown;
  const { stage } = useSurroundings();
  const isPrivate = isEphemeral(message);
  const rings = message.mention_everyone || message.mentions.some(({ id }) => id === stage.me.id);
  const hasHead = !isCompact || command !== null || answeredBy(message) !== null;
  const name = nameOf(message.author);
  const classes = ['message', hasHead ? '' : 'compact', isPrivate ? 'private' : '', rings ? 'rings' : ''];
  return (
    <article
      id={`message-${message.id}`}
      class={classes.filter(Boolean).join(' ')}
      aria-label={`${name}: ${plainStart(message)}`}
    >
      <Origin shown={shown} repliesTo={repliesTo} />
      {hasHead && <Avatar id={message.author.id} name={name} isBot={message.author.bot} />}
      <div class="message-body">
        {hasHead && (
          <header>
            <AuthorName user={message.author} />
            {message.author.bot && <span class="tag">APP</span>}
            <Clock at={message.timestamp} />
          </header>
        )}
        <Content message={message} />
        {isPrivate && <PrivateNote messageId={message.id} />}
      </div>
      {!isLoading(message) && <MessageMenu message={message} />}
    </article>
  );
});

/** The message that this one replies to, or whose button it answers; null where there is none. */
export function answeredBy({
  id,
  message_reference: reference,
  interaction_metadata: metadata,
}: Message): string | null {
  const answered = reference?.message_id ?? metadata?.interacted_message_id;
  return typeof answered === 'string' && answered !== id ? answered : null;
}

/** What a message answers: a command, or another message. */
function Origin({ shown: { message, command }, repliesTo }: Omit<MessageViewProps, 'isCompact'>) {
  const user = userOf(message);
  if (command !== null && user !== null) {
    return (
      <p class="origin">
        <Avatar id={user.id} name={user.name} />
        <span class="mention-name">{user.name}</span> used <span class="mention">{command}</span>
      </p>
    );
  }
  if (answeredBy(message) === null) return null;
  return (
    <p class="origin">
      {repliesTo === null ? (
        'The original message was deleted, or is further up.'
      ) : (
        <>
          <Avatar id={repliesTo.author.id} name={nameOf(repliesTo.author)} isBot={repliesTo.author.bot} />
          <span class="mention-name">{nameOf(repliesTo.author)}</span>
          <span class="excerpt">
            <MarkdownLine
              text={repliesTo.content.split('\n', 1)[0]?.replace(/^(?:#{1,3}|-#|>) /u, '') || 'an attachment'}
            />
          </span>
        </>
      )}
    </p>
  );
}

function Content({ message }: { readonly message: Message }) {
  if (isLoading(message)) {
    return (
      <p class="thinking" role="status">
        <span class="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>{' '}
        Easel is thinking…
      </p>
    );
  }
  const isV2 = (message.flags & v2Flag) !== 0;
  return (
    <>
      {message.content !== '' && <Markdown text={message.content} />}
      {message.edited_timestamp !== null && !isV2 && (
        <time class="edited" title={message.edited_timestamp} dateTime={message.edited_timestamp}>
          (edited)
        </time>
      )}
      {!isV2 && <Attachments files={message.attachments} />}
      {message.embeds.map((embed, index) => (
        <EmbedView key={embed.title ?? index} embed={embed} files={message.attachments} />
      ))}
      <Components message={message} />
    </>
  );
}

function PrivateNote({ messageId }: { readonly messageId: string }) {
  const { session } = useSurroundings();
  return (
    <p class="private-note">
      <Icon name="eye" /> Only you can see this •{' '}
      <button type="button" class="plain" onClick={() => session.dismiss(messageId)}>
        Dismiss message
      </button>
    </p>
  );
}

function MessageMenu({ message }: { readonly message: Message }) {
  const { session, commands } = useSurroundings();
  const entries: readonly MenuEntry[] = commands
    .filter(({ type }) => type === 3)
    .map(({ name }) => ({
      label: name,
      run: () => void session.act({ kind: 'use_on_message', messageId: message.id, command: name }),
    }));
  return (
    <div class="toolbar">
      <Popup
        label="Apps"
        buttonClass="plain"
        button={
          <>
            Apps <span aria-hidden="true">▸</span>
          </>
        }
        title="Apps"
        entries={entries}
        otherwise="No app offers anything for this message."
      />
    </div>
  );
}

/** A name that opens what can be done with a person. */
function AuthorName({ user }: { readonly user: User }) {
  const { session, stage, commands } = useSurroundings();
  const person = stage.people.find(({ id }) => id === user.id);
  const name = nameOf(user);
  if (person === undefined) return <strong class="name">{name}</strong>;
  const become: readonly MenuEntry[] =
    person.id === stage.me.id ? [] : [{ label: `Be ${name}`, run: () => void session.become(person.id) }];
  const apps = commands
    .filter(({ type }) => type === 2)
    .map((command) => ({
      label: command.name,
      run: () => void session.act({ kind: 'use_on_person', userId: person.id, command: command.name }),
    }));
  return (
    <Popup
      label={`${name}, ${person.about}`}
      buttonClass="plain name"
      button={name}
      title={`${name} · ${person.about}`}
      entries={[...become, ...apps]}
      otherwise="That is you. No app offers anything for people."
    />
  );
}

function Clock({ at }: { readonly at: string }) {
  const { stage } = useSurroundings();
  const date = new Date(at);
  const format = new Intl.DateTimeFormat(stage.me.locale, { hour: '2-digit', minute: '2-digit' });
  return (
    <time class="clock" dateTime={at} title={date.toLocaleString(stage.me.locale)}>
      {format.format(date)}
    </time>
  );
}

/** The application has no display name of its own. */
function nameOf({ global_name: name, username, bot }: User): string {
  return bot ? 'Easel' : (name ?? username);
}

function userOf({ interaction_metadata: metadata }: Message): { readonly id: string; readonly name: string } | null {
  const user = metadata?.user;
  if (typeof user !== 'object' || user === null || !('id' in user) || !('username' in user)) return null;
  const shown = 'global_name' in user ? user.global_name : null;
  return { id: String(user.id), name: String(shown ?? user.username) };
}

function plainStart({ content, attachments }: Message): string {
  const text = content.replaceAll(/[*_~|`\\<>]/gu, '').slice(0, 80);
  return text === '' && attachments.length > 0 ? `${attachments.length} files` : text;
}
