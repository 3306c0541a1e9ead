import type { Log } from '#core/log.ts';

/** A log that keeps its lines. */
export interface RecordingLog extends Log {
  readonly lines: { readonly level: keyof Log; readonly facts: object; readonly message: string }[];
}

/** Starts with no line. */
export function createRecordingLog(): RecordingLog {
  const lines: RecordingLog['lines'] = [];
  const at = (level: keyof Log) => (facts: object, message: string) => {
    lines.push({ level, facts, message });
  };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
