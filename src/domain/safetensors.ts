/** How many bytes of a file {@link isSafetensorsStart} looks at. */
export const safetensorsStartBytes = 9;

/** The format's own limit. @see https://github.com/huggingface/safetensors (`MAX_HEADER_SIZE`), read 2026-11-21 */
const longestHeaderBytes = 100_000_000;

/**
 * Whether a file may begin like this: eight bytes with the length of the header, the lowest first, then the header, which
 * is a JSON object. `start` has {@link safetensorsStartBytes} or more.
 */
export function isSafetensorsStart(start: Uint8Array): boolean {
  const length = safetensorsHeaderBytes(start);
  return length >= 2 && length <= longestHeaderBytes && start[8] === 0x7b;
}

/** What the first eight bytes say of the header's length. A file is longer than both together. */
export function safetensorsHeaderBytes(start: Uint8Array): number {
  return start.subarray(0, 8).reduce((sum, byte, at) => sum + byte * 256 ** at, 0);
}

/** Whether a file is called like one: the last part of an address, or a name of its own. */
export function isSafetensorsName(name: string): boolean {
  return /[^/\\]\.safetensors$/i.test(name);
}
