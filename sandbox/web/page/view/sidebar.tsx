import type { ChannelInfo } from '../../protocol.ts';
import { Avatar } from './avatar.tsx';
import { useSurroundings } from './context.ts';
import { Icon } from './icon.tsx';

/** The channels, and the people whose eyes the page can take. */
export function Sidebar({ isOpen, onLeave }: { readonly isOpen: boolean; readonly onLeave: () => void }) {
  const { session, stage } = useSurroundings();
  const { channelId, page } = session.view();
  const own = stage.channels.filter(({ parentId }) => parentId === null);
  const threadsOf = (id: string) => stage.channels.filter(({ parentId }) => parentId === id);
  const line = (channel: ChannelInfo) => (
    <ChannelLine
      key={channel.id}
      channel={channel}
      isHere={channel.id === channelId}
      isUnread={page?.unread.includes(channel.id) === true}
      onGo={() => {
        onLeave();
        void session.go(channel.id);
      }}
    />
  );
  return (
    <aside class={`sidebar ${isOpen ? 'open' : ''}`} aria-label="Channels and people">
      <p class="server-name">{stage.title}</p>
      <nav class="channels" aria-label="Channels">
        <ul>{own.flatMap((channel) => [line(channel), ...threadsOf(channel.id).map(line)])}</ul>
      </nav>
      <People onLeave={onLeave} />
    </aside>
  );
}

interface ChannelLineProps {
  readonly channel: ChannelInfo;
  readonly isHere: boolean;
  readonly isUnread: boolean;
  readonly onGo: () => void;
}

function ChannelLine({ channel, isHere, isUnread, onGo }: ChannelLineProps) {
  const { name, isNsfw, isPrivate, parentId } = channel;
  const told = toldOf(channel, isUnread);
  return (
    <li class={parentId === null ? '' : 'thread'}>
      <button type="button" class={isUnread ? 'unread' : ''} aria-current={isHere ? 'page' : undefined} onClick={onGo}>
        <span class="hash" aria-hidden="true">
          {parentId === null ? '#' : '↳'}
        </span>
        <span>{name}</span>
        {isPrivate && <Icon name="lock" />}
        {isNsfw && (
          <span class="adult" aria-hidden="true">
            18+
          </span>
        )}
        {told !== '' && <span class="hidden-text">, {told}</span>}
      </button>
    </li>
  );
}

/** What only the eye would see. */
function toldOf({ isNsfw, isPrivate, parentId }: ChannelInfo, isUnread: boolean): string {
  const words = [
    isNsfw ? 'age-restricted' : '',
    isPrivate ? 'private' : '',
    parentId === null ? '' : 'thread',
    isUnread ? 'unread' : '',
  ];
  return words.filter(Boolean).join(', ');
}

function People({ onLeave }: { readonly onLeave: () => void }) {
  const { session, stage } = useSurroundings();
  return (
    <section class="people" aria-labelledby="people-title">
      <h2 id="people-title">You are</h2>
      <ul>
        {stage.people.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              aria-pressed={person.id === stage.me.id}
              onClick={() => {
                onLeave();
                void session.become(person.id);
              }}
            >
              <Avatar id={person.id} name={person.name} />
              <span>
                <strong>{person.name}</strong>
                <small>{person.about}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
