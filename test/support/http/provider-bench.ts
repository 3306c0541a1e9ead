import { BotError } from '#core/errors.ts';
import { openAgent } from '#http/agent.ts';
import { createSend } from '#http/send.ts';
import type { ProviderTools } from '#providers/tools.ts';
import { createRecordingLog, type RecordingLog } from './recording-log.ts';
import { type Reaction, type ScriptedServer, startScriptedServer } from './scripted-server.ts';

/** What the tests of one client share: a loopback service and the tools that the client is handed. */
export interface ProviderBench {
  readonly server: ScriptedServer;
  readonly tools: ProviderTools;
  readonly log: RecordingLog;
  /** Answers the next requests with these, in order; the last one is repeated. */
  answer(...reactions: readonly [Reaction, ...Reaction[]]): void;
  /** The JSON bodies of the requests so far. */
  bodies(): readonly unknown[];
  close(): Promise<void>;
}

/** Starts the service on a free port. */
export async function openProviderBench(): Promise<ProviderBench> {
  const server = await startScriptedServer();
  const agent = openAgent();
  const log = createRecordingLog();
  return {
    server,
    tools: { send: createSend(agent), log },
    log,
    answer(...reactions) {
      const [first] = reactions;
      const rest = [...reactions];
      server.react = () => (rest.length > 1 ? (rest.shift() ?? first) : (rest[0] ?? first));
    },
    bodies: () => server.requests.map(({ body }) => (body === '' ? null : JSON.parse(body))),
    async close() {
      await agent.close();
      await server.close();
    },
  };
}

/** The BotError that the call must end with. */
export async function failureOfCall(call: Promise<unknown>): Promise<BotError> {
  const thrown = await call.then(
    (value) => new Error(`the call did not fail but returned ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (thrown instanceof BotError) return thrown;
  throw thrown;
}
