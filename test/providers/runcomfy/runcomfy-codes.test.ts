import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRunComfyCatalogue } from '#providers/runcomfy/catalogue.ts';
import { createRunComfy } from '#providers/runcomfy/runcomfy.ts';
import { outcomeOf } from '../../support/http/outcome-of.ts';
import { openProviderBench, type ProviderBench } from '../../support/http/provider-bench.ts';
import { json, type Reaction } from '../../support/http/scripted-server.ts';
import { klein9bRunComfy, offerOf } from '../../support/http/seeded-routes.ts';

let bench: ProviderBench;
beforeEach(async () => {
  bench = await openProviderBench();
});
afterEach(() => bench.close());

type Call = 'submit' | 'check' | 'result' | 'cancel' | 'account' | 'catalogue';
/** Answers of one meaning, and what becomes of each call. */
type Row = { readonly meaning: string; readonly answers: readonly Reaction[] } & { readonly [call in Call]: string };

const { signal } = new AbortController();
const ticket = { provider: 'runcomfy', remoteId: '7f3c1c4e-5a0e-4d8c-9d0e-0a1b2c3d4e5f' } as const;
const settings = () => ({
  apiKey: 't-1',
  baseUrl: bench.server.url,
  accountBaseUrl: `${bench.server.url}/account`,
});
const client = () => createRunComfy(settings(), bench.tools);

const calls: readonly (readonly [Call, (answer: Reaction) => Promise<string>])[] = [
  ['submit', async () => (await client().submit(offerOf(klein9bRunComfy, { steps: 25 }), null, signal)).remoteId],
  ['check', async () => (await client().check(ticket, signal)).kind],
  [
    'result',
    async (answer) => {
      bench.server.react = ({ path }) => (path.includes('/result') ? answer : json({ status: 'completed' }));
      return (await client().check(ticket, signal)).kind;
    },
  ],
  ['cancel', () => client().cancel(ticket, signal)],
  ['account', async () => JSON.stringify(await client().account(signal))],
  [
    'catalogue',
    async () => JSON.stringify(await createRunComfyCatalogue(settings(), bench.tools)(new AbortController().signal)),
  ],
];

/** The same refusal as an HTTP status, as a code in an HTTP 200, and as both. */
const spelled = (status: number, code = status): readonly Reaction[] => [
  json({ error: 'no' }, status),
  json({ error_code: code, error_message: 'no' }),
  json({ code, error: 'no' }, status),
];
/** What is the operator's to mend ends every call but those about a job, which say nothing of the job. */
const operatorsRow = (meaning: string, reason: 'auth' | 'balance', answers: readonly Reaction[]): Row => {
  const unfunded = `provider.unfunded, ${reason}, nothing started`;
  const open = `provider.unavailable, ${reason}`;
  return { meaning, answers, submit: unfunded, check: open, result: open, cancel: open, ...operators(unfunded) };
};
const operators = (outcome: string) => ({ account: outcome, catalogue: outcome });
const aboutJob = (outcome: string) => ({ check: outcome, result: outcome, cancel: outcome });
const unavailable = 'provider.unavailable';
const rejected = 'provider.rejected';
const unserved = 'provider.unavailable, unserved, nothing started';
const notStarted = 'provider.unavailable, nothing started';

/** @see reference/providers.md, section 4.7; docs/errors.md */
const rows: readonly Row[] = [
  operatorsRow('a dead token', 'auth', [...spelled(401), ...spelled(403), ...spelled(401, 401_002)]),
  operatorsRow('an account fault', 'auth', [
    json({ code: 400_004, error: 'UserAccountError' }, 400),
    json({ error_code: 400_004, error_message: 'UserAccountError' }),
    json({ error: 'UserAccountError' }, 400),
    json({ error_code: 4711, error_message: 'Invalid token' }),
    json({ message: 'Unauthorized' }, 400),
  ]),
  operatorsRow('an empty account', 'balance', [
    ...spelled(402),
    ...spelled(402, 402_001),
    json({ error_code: 4712, error_message: 'insufficient credits' }),
    json({ detail: 'Payment required' }, 400),
    json({ error: 'insufficient balance' }, 403),
  ]),
  {
    ...{ meaning: 'an unknown model or request', answers: spelled(404), submit: unserved },
    ...{ check: unavailable, result: unavailable, cancel: 'unknown', ...operators(rejected) },
  },
  {
    ...{ meaning: 'a body of another schema', answers: [...spelled(422), ...spelled(400)], submit: rejected },
    ...{ ...aboutJob(unavailable), ...operators(rejected) },
  },
  {
    ...{ meaning: 'too much at once', answers: [...spelled(429), ...spelled(503)], submit: notStarted },
    ...{ ...aboutJob(unavailable), ...operators(unavailable) },
  },
  {
    meaning: 'a fault',
    answers: [
      ...[...spelled(408), ...spelled(500), ...spelled(502), ...spelled(504)],
      json({ error_code: 500, error_message: 'Unauthorized upstream' }),
      json({ error: 'insufficient balance upstream' }, 502),
    ],
    ...{ submit: unavailable, ...aboutJob(unavailable), ...operators(unavailable) },
  },
  {
    meaning: 'the page of a gateway',
    answers: [{ kind: 'answer', status: 403, body: '<title>Unauthorized</title>' }],
    ...{ submit: unserved, ...aboutJob(unavailable), ...operators(rejected) },
  },
  {
    meaning: 'the content filter',
    answers: [
      json({ error: 'it violates the content policy' }, 422),
      json({ error_code: 4713, detail: 'NSFW content' }),
    ],
    ...{ submit: 'provider.rejected, filter', ...aboutJob(unavailable), ...operators(rejected) },
  },
];

describe('the codes of RunComfy', () => {
  it.each(calls)('mean the same as a status and in an answer: %s', async (name, call) => {
    const expected: [string, string][] = [];
    const found: [string, string][] = [];
    for (const { meaning, answers, [name]: outcome } of rows) {
      for (const [at, answer] of answers.entries()) {
        bench.answer(answer);
        expected.push([`${meaning}, ${at + 1}`, outcome]);
        found.push([`${meaning}, ${at + 1}`, await outcomeOf(call(answer))]);
      }
    }
    expect(found).toEqual(expected);
  });

  it('make no catalogue, whatever models stand beside them', async () => {
    bench.answer(json({ error_code: 402, error_message: 'no', models: [], total: 0 }));
    const read = createRunComfyCatalogue(settings(), bench.tools)(new AbortController().signal);
    expect(await outcomeOf(read.then(String))).toBe('provider.unfunded, balance, nothing started');
  });
});
