/** The texts of a list that is written with semicolons between them. */
export function listOf(text: string): string[] {
  return text.split(';').map((term) => term.trim());
}

/** Every first with every second, a space between. */
export function combine(firsts: readonly string[], seconds: readonly string[]): string[] {
  return firsts.flatMap((first) => seconds.map((second) => `${first} ${second}`));
}
