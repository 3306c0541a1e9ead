import type { Log } from '#core/log.ts';

/** A log that keeps its lines. */
export interface RecordingLog extends Log {
  readonly lines: { readonly level: string; readonly facts: object; readonly message: string }[];
  /** Everything as one text, to look for what must not be there. */
  text(): string;
}

/** An empty one. */
export function createRecordingLog(): RecordingLog {
  const lines: RecordingLog['lines'] = [];
  const at = (level: string) => (facts: object, message: string) => {
    lines.push({ level, facts, message });
  };
  return {
    lines,
    text: () => JSON.stringify(lines),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  };
}
