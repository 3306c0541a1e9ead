import type { ComponentChildren } from 'preact';
import { memo } from 'preact/compat';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { parseInline } from '../text/inline.ts';
import { parseMarkdown } from '../text/parse.ts';
import { absoluteTime, relativeTime } from '../text/time.ts';
import type { Block, Inline, ListItem } from '../text/tree.ts';
import { useSurroundings } from './context.ts';

/** A text in Discord's markdown. HTML in it is text. */
export const Markdown = memo(({ text }: { readonly text: string }) => {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return <div class="markdown">{blocks.map(blockView)}</div>;
});

/** One line of it, without headings, quotes and lists. */
export function MarkdownLine({ text }: { readonly text: string }) {
  const parts = useMemo(() => parseInline(text), [text]);
  return <>{parts.map(inlineView)}</>;
}

function blockView(block: Block, key: number): ComponentChildren {
  switch (block.kind) {
    case 'paragraph':
      return <p key={key}>{block.inner.map(inlineView)}</p>;
    case 'subtext':
      return (
        <p key={key} class="subtext">
          {block.inner.map(inlineView)}
        </p>
      );
    case 'heading': {
      const Tag = headings[block.level];
      return (
        <Tag key={key} class={`heading heading-${block.level}`}>
          {block.inner.map(inlineView)}
        </Tag>
      );
    }
    case 'quote':
      return <blockquote key={key}>{block.blocks.map(blockView)}</blockquote>;
    case 'list':
      return (
        <ul key={key} class="list">
          {block.items.map(itemView)}
        </ul>
      );
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls has to be reached by keyboard
        <pre key={key} tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
  }
}

/** Below those of the page. */
const headings = { 1: 'h3', 2: 'h4', 3: 'h5' } as const;

function itemView({ depth, number, inner }: ListItem, key: number): ComponentChildren {
  return (
    <li key={key} class={`depth-${depth}`}>
      <span class="mark" aria-hidden="true">
        {number === null ? (depth === 0 ? '•' : '◦') : `${number}.`}
      </span>
      <span>{inner.map(inlineView)}</span>
    </li>
  );
}

const tags = { strong: 'strong', em: 'em', underline: 'u', strike: 's' } as const;

function inlineView(part: Inline, key: number): ComponentChildren {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'break':
      return <br key={key} />;
    case 'strong':
    case 'em':
    case 'underline':
    case 'strike': {
      const Tag = tags[part.kind];
      return <Tag key={key}>{part.inner.map(inlineView)}</Tag>;
    }
    case 'spoiler':
      return <Spoiler key={key}>{part.inner.map(inlineView)}</Spoiler>;
    case 'code':
      return <code key={key}>{part.text}</code>;
    case 'link':
      return <Link key={key} url={part.url} inner={part.inner} />;
    case 'time':
      return <Time key={key} seconds={part.seconds} style={part.style} />;
    case 'command':
      return <CommandMention key={key} name={part.name} />;
    case 'emoji':
      return `:${part.name}:`;
    case 'everyone':
      return (
        <span key={key} class="mention">
          {part.text}
        </span>
      );
    default:
      return <Mention key={key} kind={part.kind} id={part.id} />;
  }
}

function Spoiler({ children }: { readonly children: ComponentChildren }) {
  const [isOpen, open] = useState(false);
  if (isOpen) return <span class="spoiler open">{children}</span>;
  return (
    <button type="button" class="spoiler" aria-label="Spoiler, show it" onClick={() => open(true)}>
      <span aria-hidden="true">{children}</span>
    </button>
  );
}

const messageLink = /^https:\/\/(?:\w+\.)?discord\.com\/channels\/\d+\/(\d+)(?:\/(\d+))?$/u;

/** A link to a message leads there; all others lead out of the page. */
function Link({ url, inner }: { readonly url: string; readonly inner: readonly Inline[] }) {
  const { session, stage } = useSurroundings();
  const [, channelId = '', messageId = ''] = messageLink.exec(url) ?? [];
  const channel = stage.channels.find(({ id }) => id === channelId);
  const isBare = inner.length === 1 && inner[0]?.kind === 'text' && inner[0].text === url;
  if (channel !== undefined) {
    return (
      <button type="button" class="mention" onClick={() => void session.go(channelId).then(() => reveal(messageId))}>
        {isBare ? `#${channel.name} › message` : inner.map(inlineView)}
      </button>
    );
  }
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {inner.map(inlineView)}
    </a>
  );
}

function reveal(messageId: string): void {
  setTimeout(() => {
    const element = document.getElementById(`message-${messageId}`);
    element?.scrollIntoView({ block: 'center' });
    element?.classList.add('revealed');
    setTimeout(() => element?.classList.remove('revealed'), 2000);
  }, 60);
}

function Mention({ kind, id }: { readonly kind: 'user' | 'role' | 'channel'; readonly id: string }) {
  const { session, stage } = useSurroundings();
  if (kind === 'channel') {
    const channel = stage.channels.find((each) => each.id === id);
    if (channel === undefined) return <span class="mention"># No Access</span>;
    return (
      <button type="button" class="mention" onClick={() => void session.go(id)}>
        #{channel.name}
      </button>
    );
  }
  const named = kind === 'user' ? [...stage.people, { id: stage.botId, name: 'Easel' }] : stage.roles;
  return <span class="mention">@{named.find((each) => each.id === id)?.name ?? `unknown-${kind}`}</span>;
}

function CommandMention({ name }: { readonly name: string }) {
  const { type } = useSurroundings();
  return (
    <button type="button" class="mention" onClick={() => type(`/${name} `)}>
      /{name}
    </button>
  );
}

/** A moment; a relative one keeps counting. */
function Time({ seconds, style }: { readonly seconds: number; readonly style: string }) {
  const { now, stage } = useSurroundings();
  const [, tick] = useState(0);
  const isRelative = style === 'R';
  useEffect(() => {
    if (!isRelative) return undefined;
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, [isRelative]);
  const { locale } = stage.me;
  const full = absoluteTime(seconds, 'F', locale);
  const shown = isRelative ? relativeTime(seconds, now(), locale) : absoluteTime(seconds, style, locale);
  return (
    <time class="moment" title={full}>
      {shown}
    </time>
  );
}
