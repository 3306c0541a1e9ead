import { readConfig } from '#config/config.ts';
import { loadEnvFile } from '#config/env-file.ts';
import type { Log } from '#core/log.ts';
import { openAgent } from '#http/agent.ts';
import { openProxy } from '#http/proxy.ts';
import { createSend } from '#http/send.ts';
import { examine, misconfigured } from './examine.ts';

/** What matters is in the report. */
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

process.umask(0o077);
const envFileProblem = loadEnvFile('.env', process.env);
const configuration = readConfig(process.env);
const proxy = configuration.ok ? configuration.config.proxy : null;
const agent = openAgent({ proxy: proxy && openProxy(proxy) });
const { signal } = new AbortController();
const { report, exitCode } =
  envFileProblem === null
    ? await examine(process.env, { send: createSend(agent), log: quiet, signal })
    : misconfigured([envFileProblem]);
process.stdout.write(report);
process.exitCode = exitCode;
await agent.close();
