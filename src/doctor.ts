import { existsSync } from 'node:fs';
import { examine } from './doctor/examine.ts';
import type { Log } from './domain/ports.ts';
import { openAgent } from './http/agent.ts';
import { createSend } from './http/send.ts';

/** What matters is in the report. */
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

if (existsSync('.env')) process.loadEnvFile('.env');
const agent = openAgent();
const { signal } = new AbortController();
const { report, exitCode } = await examine(process.env, { send: createSend(agent), log: quiet, signal });
process.stdout.write(report);
process.exitCode = exitCode;
await agent.close();
