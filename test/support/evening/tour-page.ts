import { forReaders, momentText } from './prettify.ts';
import type { EveningRecord, SceneRecord, Seen, SeenFile, StepRecord } from './record.ts';

/** The evening as a page of Markdown. */
export function tourPage({ scenes, log }: EveningRecord): string {
  const entries = log.map((entry) => quote(forReaders(entry))).join('\n\n');
  return `${[preface, ...scenes.map(sceneText), `${logPreface}\n\n${entries}\n\n</details>`].join('\n\n')}\n`;
}

function sceneText({ title, startsAtMs, intro, steps }: SceneRecord): string {
  return [`## ${title}\n\n*${momentText(startsAtMs)}.* ${intro}`, ...steps.map(stepText)].join('\n\n');
}

function stepText(step: StepRecord): string {
  const change = changeIn(step);
  const did = `**${step.who}** in \`${step.where}\` ${step.did}`;
  if (change !== null) return `${did}\\\n↳ ${change}`;
  return [did, ...step.seen.map((each) => seenText(each, step.where))].join('\n\n');
}

/** A setting that was changed, in a line; null for anything else. */
function changeIn({ seen: [seen, ...others] }: StepRecord): string | null {
  const change = /^Changed: \*\*(.+)\*\*\n- Was: (.+)\n- Now: (.+)$/mu.exec(seen?.text ?? '');
  return change === null || others.length > 0 ? null : `${change[1]}: ${change[2]} → **${change[3]}**`;
}

function seenText({ where, onlyFor, text, buttons, files }: Seen, stepWhere: string): string {
  const place = where === stepWhere ? [] : [`<sub>in ${where}</sub>`];
  const viewer = onlyFor === null ? [] : [`<sub>only ${onlyFor} sees this</sub>`];
  const pressed = buttons.length === 0 ? [] : [buttons.map((label) => `<kbd>${label}</kbd>`).join(' ')];
  return quote([...place, forReaders(text), ...files.map(fileText), ...pressed, ...viewer].join('\n\n'));
}

function fileText({ name, description, shownAs, text }: SeenFile): string {
  if (shownAs !== null) return `![${description}](images/${shownAs})`;
  const attached = `📎 \`${name}\``;
  return text === null ? attached : `${attached}\n\n\`\`\`\n${text.trimEnd().replaceAll('\r\n', '\n')}\n\`\`\``;
}

function quote(text: string): string {
  return hardBreaks(text)
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

/** Discord breaks a line where Markdown would go on with it; not within a block of code, and not before a list. */
function hardBreaks(text: string): string {
  const parts = text.split(/(```[\s\S]*?```)/u);
  return parts.map((part) => (part.startsWith('```') ? part : brokenLines(part))).join('');
}

function brokenLines(text: string): string {
  const lines = text.split('\n');
  const isLast = (index: number) => /^(?:- .*)?$/u.test(lines[index + 1] ?? '');
  // After a list a line of its own needs a gap, or it would belong to the last item.
  const isListEnd = (index: number) => /^- /u.test(lines[index] ?? '') && !isLast(index);
  return lines
    .map((line, index) => (isListEnd(index) ? `${line}\n` : line === '' || isLast(index) ? line : `${line}\\`))
    .join('\n');
}

const preface = `# An evening with Easel

A server on a Friday night: one operator, two moderators, five members, and 300 credits a day to share. This is what sharing them
looks like, from the first setting to the books of the next morning.

Everything below was typed and pressed by a script in a loopback Discord that keeps Discord's rules, and answered by the bot as it is.
\`npm run tour\` plays it again and writes this page; a test compares the two. The pictures come from a stand-in of the image service,
which draws a landscape and writes the request on it. In Discord what is between ⟪ and ⟫ is behind a spoiler, and underlined words are
links.`;

const logPreface = `## What the log says

Every act, every picture and every refusal is an entry in \`#mod-log\`. Under a picture are the buttons that take it away, strike or
suspend. Nobody is pinged by any of it.

<details>
<summary>The whole evening in \`#mod-log\`</summary>`;
