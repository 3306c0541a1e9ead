import { Icon } from './icon.tsx';

/** The first letter of a name on a colour that is always the same one. */
export function Avatar({
  id,
  name,
  isBot = false,
}: {
  readonly id: string;
  readonly name: string;
  readonly isBot?: boolean;
}) {
  const hue = isBot
    ? 'bot'
    : String([...name].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0) % 8);
  return (
    <span class={`avatar hue-${hue}`} aria-hidden="true" data-id={id}>
      {isBot ? <Icon name="easel" /> : name.slice(0, 1).toUpperCase()}
    </span>
  );
}
