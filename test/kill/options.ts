/** How a kill run is asked for. */
export interface KillOptions {
  readonly kills: number;
  readonly seeds: readonly number[];
}

/** Reads `--kills 60 --seed 1` or `--seeds 1,2,3`. @throws Error that names what is wrong */
export function readOptions(words: readonly string[]): KillOptions {
  let options: KillOptions = { kills: 60, seeds: [1] };
  for (let index = 0; index < words.length; index += 2) {
    const [name, value = ''] = [words[index], words[index + 1]];
    if (name === '--kills') options = { ...options, kills: wholes(name, value)[0] ?? 0 };
    else if (name === '--seed' || name === '--seeds') options = { ...options, seeds: wholes(name, value) };
    else throw new Error(`There is no option ${name}; there are --kills, --seed and --seeds.`);
  }
  return options;
}

function wholes(name: string, value: string): number[] {
  const numbers = value.split(',').map(Number);
  if (value !== '' && numbers.every((number) => Number.isSafeInteger(number) && number >= 1)) return numbers;
  throw new Error(`${name} takes whole numbers from 1, not "${value}".`);
}
