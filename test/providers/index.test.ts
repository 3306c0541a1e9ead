import { describe, expect, it } from 'vitest';
import { createProviders } from '#providers/registry.ts';
import { createRecordingLog } from '../support/http/recording-log.ts';

const runninghub = { apiKey: 'k', baseUrl: 'http://127.0.0.1:1', bodyForm: 'auto' } as const;
const runcomfy = { apiKey: 't', baseUrl: 'http://127.0.0.1:1', accountBaseUrl: 'http://127.0.0.1:1' };
const tools = { send: () => Promise.reject(new Error('nothing is sent')), log: createRecordingLog() };

describe('createProviders', () => {
  it.each([
    [{ runninghub, runcomfy }, ['runninghub', 'runcomfy']],
    [{ runninghub }, ['runninghub']],
    [{ runcomfy }, ['runcomfy']],
    [{}, []],
  ])('makes the clients that have a key: %#', (settings, names) => {
    const providers = createProviders(settings, tools);
    expect([...providers.keys()]).toEqual(names);
    for (const [name, provider] of providers) expect(provider.name).toBe(name);
  });
});
