import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runningHubCodes } from '#providers/runninghub/parse.ts';
import { createPricePreview } from '#providers/runninghub/price-preview.ts';
import { createAskUploadTicket, createRunningHub } from '#providers/runninghub/runninghub.ts';
import { outcomeOf } from '../../support/http/outcome-of.ts';
import { openProviderBench, type ProviderBench } from '../../support/http/provider-bench.ts';
import { json } from '../../support/http/scripted-server.ts';
import { klein9bRunningHub, offerOf } from '../../support/http/seeded-routes.ts';
import { inputOf, pngBytes } from '../../support/inputs.ts';

let bench: ProviderBench;
beforeEach(async () => {
  bench = await openProviderBench();
});
afterEach(() => bench.close());

type Call = 'submit' | 'upload' | 'largeUpload' | 'loraTicket' | 'check' | 'cancel' | 'account' | 'preview';
/** Codes of one meaning, and what becomes of each call; a call is left out where no such answer can come. */
type Row = { readonly codes: readonly number[] } & { readonly [call in Call]?: string };

const { signal } = new AbortController();
const ticket = { provider: 'runninghub', remoteId: '2013508786110730241' } as const;
const quote = offerOf(klein9bRunningHub, { format: 'png' });
const settings = () => ({ apiKey: 'k-1', baseUrl: bench.server.url, bodyForm: 'auto' }) as const;
const client = () => createRunningHub(settings(), bench.tools);
const upload = async (bytes?: number) => {
  const address = await client().upload(inputOf(pngBytes(bytes)), signal);
  return address.startsWith('data:') ? 'sent along' : address;
};

const calls: readonly (readonly [Call, () => Promise<string>])[] = [
  ['submit', async () => (await client().submit(quote, null, signal)).remoteId],
  ['upload', () => upload()],
  ['largeUpload', () => upload(5 * 1_048_576 + 1)],
  [
    'loraTicket',
    async () => {
      const ask = createAskUploadTicket(settings(), bench.tools);
      return (await ask({ name: 'Ink', md5Hex: 'f8d958506e6c8044f79ccd7c814c6179' }, signal)).file;
    },
  ],
  ['check', async () => (await client().check(ticket, signal)).kind],
  ['cancel', () => client().cancel(ticket, signal)],
  ['account', async () => JSON.stringify(await client().account(signal))],
  [
    'preview',
    async () => {
      const ask = createPricePreview(settings(), bench.tools);
      const said = await ask(klein9bRunningHub, quote.settings, 'flat', signal);
      if (said.kind === 'refused') return said.isForm ? 'refused, form' : 'refused';
      return said.amount === null ? 'no price' : 'priced';
    },
  ],
];

/** What is the operator's to mend ends every call but those about a job, which say nothing of the job. */
const operatorsRow = (codes: readonly number[], reason: 'auth' | 'balance'): Row => {
  const unfunded = `provider.unfunded, ${reason}, nothing started`;
  const open = `provider.unavailable, ${reason}`;
  return {
    ...{ codes, submit: unfunded, upload: unfunded, largeUpload: unfunded, loraTicket: unfunded },
    ...{ check: open, cancel: open, account: unfunded, preview: unfunded },
  };
};
const unavailable = 'provider.unavailable';
const notStarted = 'provider.unavailable, nothing started';
const rejected = 'provider.rejected';
const filteredUpload = 'provider.rejected, filter, nothing started';
const notUploaded = { upload: 'sent along', largeUpload: notStarted };

/** @see reference/providers.md, sections 2.12 and 7a; docs/errors.md */
const rows: readonly Row[] = [
  operatorsRow([401, 403, 801, 802, 811, 1002, 1014], 'auth'),
  operatorsRow([402, 416, 812, 903], 'balance'),
  {
    ...{ codes: [1501, 1505], submit: 'provider.rejected, filter', check: 'provider.failed, filter' },
    ...{ upload: filteredUpload, largeUpload: filteredUpload, cancel: 'too_late', account: rejected },
  },
  {
    ...{ codes: [415, 421, 814, 1003, 1010, 1011, 1520], submit: notStarted, ...notUploaded },
    ...{ loraTicket: unavailable, check: unavailable, cancel: unavailable, account: unavailable, preview: unavailable },
  },
  {
    ...{ codes: [500, 808, 1000, 1005, 1012], submit: unavailable, ...notUploaded },
    ...{ loraTicket: unavailable, check: unavailable, cancel: unavailable, account: unavailable, preview: unavailable },
  },
  { codes: [805, 1006, 1015, 1504], submit: unavailable, check: 'provider.failed', cancel: 'too_late' },
  { codes: [423, 807, 1004], check: unavailable, cancel: 'unknown' },
  {
    codes: [380, 412, 435, 436, 806, 810, 901, 1001, 1009, 1013],
    ...{ submit: 'provider.unavailable, unserved, nothing started', ...notUploaded, loraTicket: rejected },
    ...{ check: unavailable, cancel: 'too_late', account: rejected, preview: 'refused' },
  },
  {
    ...{ codes: [301, 433, 803, 1007, 1101], submit: rejected, ...notUploaded, loraTicket: rejected },
    ...{ check: unavailable, cancel: 'too_late', account: rejected, preview: 'refused, form' },
  },
  {
    ...{ codes: [809, 1008], submit: rejected, ...notUploaded, loraTicket: rejected },
    ...{ check: unavailable, cancel: 'too_late', account: rejected, preview: 'refused' },
  },
  { codes: [804], submit: 'provider.malformed', check: 'running', cancel: 'too_late' },
  { codes: [813], submit: 'provider.malformed', check: 'queued', cancel: 'too_late' },
];

/** Answers of the service and what becomes of the call. A large picture takes its time: one answer of each row has to do. */
function casesOf(call: Call): readonly (readonly [string, string])[] {
  return rows.flatMap(({ codes, [call]: outcome }) => {
    const asked = outcome === undefined ? [] : codes.slice(0, call === 'largeUpload' ? 1 : codes.length);
    return asked.flatMap((code) =>
      [
        { errorCode: `${code}`, errorMessage: 'no' },
        { code, msg: 'no', data: null },
      ].map((said): [string, string] => [JSON.stringify(said), outcome ?? '']),
    );
  });
}

describe('the codes of RunningHub', () => {
  it('are all in the table, and no others', () => {
    const listed = rows.flatMap((row) => row.codes.map(String));
    expect([...runningHubCodes.keys()].sort()).toEqual(listed.sort());
  });

  it.each(calls)('mean the same in either spelling: %s', async (name, call) => {
    const found: [string, string][] = [];
    for (const [said] of casesOf(name)) {
      bench.answer({ kind: 'answer', status: 200, body: said });
      found.push([said, await outcomeOf(call())]);
    }
    expect(found).toEqual(casesOf(name));
  });

  it('say how long to wait where it is too much at once', () => {
    const busy = [...runningHubCodes.values()].filter((row) => row.class === 'busy');
    expect(busy.every((row) => (row.backOffMs ?? 0) >= 10_000)).toBe(true);
  });

  it('name no price in a preview under 1501, which is no content refusal there', async () => {
    bench.answer(json({ errorCode: '1501', errorMessage: 'PRICE_CONFIG_NOT_FOUND' }));
    const found = await Promise.all(calls.flatMap(([name, call]) => (name === 'preview' ? [outcomeOf(call())] : [])));
    expect(found).toEqual(['no price']);
  });
});

describe('a dead key or an empty account at RunningHub', () => {
  const [keys, wallets] = [operatorsRow([], 'auth'), operatorsRow([], 'balance')];
  const answers: readonly (readonly [Row, ReturnType<typeof json>])[] = [
    [keys, json({ code: 401, msg: 'API Key不存在' }, 401)],
    [keys, json({ msg: 'no' }, 401)],
    [keys, json({ errorMessage: 'no' }, 403)],
    [keys, json({ code: 4711, msg: 'API Key不存在' })],
    [keys, json({ errorCode: '4711', errorMessage: 'Invalid API key' })],
    [keys, json({ errorCode: '4711', errorMessage: 'API key does not exist' }, 400)],
    [keys, json({ message: 'API Key不存在' }, 400)],
    [wallets, json({ msg: 'no' }, 402)],
    [wallets, json({ errorCode: '', errorMessage: 'no' }, 402)],
    [wallets, json({ code: 4712, msg: '余额不足' })],
    [wallets, json({ errorCode: '4712', errorMessage: 'insufficient balance' })],
    [wallets, json({ message: 'Payment required' }, 400)],
  ];
  const quickCalls = calls.filter(([name]) => name !== 'largeUpload');

  it.each(quickCalls)('is seen under any code and status: %s', async (name, call) => {
    const found: (string | undefined)[] = [];
    for (const [, reaction] of answers) {
      bench.answer(reaction);
      found.push(await outcomeOf(call()));
    }
    expect(found).toEqual(answers.map(([row]) => row[name]));
  });

  it.each(quickCalls)('is not read from the page of a gateway: %s', async (_name, call) => {
    for (const status of [500, 502]) {
      for (const said of [{}, { code: 4711 }, { errorCode: '4711', errorMessage: 'Invalid API key' }]) {
        bench.answer(json({ message: 'upstream: unauthorized, insufficient balance', ...said }, status));
        expect(await outcomeOf(call())).not.toMatch(/unfunded|auth|balance/);
      }
    }
    bench.answer({ kind: 'answer', status: 403, body: '<title>Unauthorized</title>' });
    expect(await outcomeOf(call())).not.toMatch(/unfunded|auth|balance/);
  });
});
