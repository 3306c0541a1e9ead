import type { House } from '../demo/stage.ts';
import type { FaultInfo } from './protocol.ts';

/** Makes things go wrong in a house, and right again. */
export interface FaultDesk {
  readonly list: readonly FaultInfo[];
  /** False where there is no such fault. */
  start(id: string): boolean;
  /** Everything works again, as far as it can be taken back. */
  clear(): void;
  /** How many requests will still be hit. */
  pending(): number;
  /** Those of Discord alone. */
  pendingAtDiscord(): number;
}

/** What can be made to go wrong. */
type Breakable = Pick<House<unknown>, 'discord' | 'runninghub' | 'runcomfy'>;

interface Breakage extends FaultInfo {
  readonly start: (house: Breakable) => void;
}

const submit = /^\/openapi\/v2\/(?!query|media|price-preview|queue)/u;
const query = /^\/openapi\/v2\/query/u;
const output = /^\/output\//u;
const callback = /^\/api\/v10\/interactions\/\d+\/[^/]+\/callback/u;
const edit = /^\/api\/v10\/webhooks\/\d+\/[^/]+\/messages\//u;

/** Both services in the same way; RunComfy's paths are told from RunningHub's by their beginning. */
function atServices({ runninghub, runcomfy }: Breakable, times: number, status: number): void {
  const html = { kind: 'html' as const, status, times, path: /^(?!\/output\/)/u };
  runninghub.faults.add({ ...html, path: submit });
  runcomfy.faults.add({ ...html, method: 'POST' });
}

const breakages: readonly Breakage[] = [
  {
    id: 'services-down',
    group: 'The image services',
    title: 'Both are down',
    about: 'The next four submits get “502 Bad Gateway”. No job exists, so the credits come back at once.',
    start: (house) => atServices(house, 4, 502),
  },
  {
    id: 'empty-wallet',
    group: 'The image services',
    title: 'The operator’s wallet is empty',
    about:
      'RunningHub refuses the next submits: insufficient funds. Another route is tried; the member is not to blame.',
    start: ({ runninghub }) => {
      const body = { taskId: '', errorCode: '812', errorMessage: 'CORPAPIKEY_INSUFFICIENT_FUNDS', results: null };
      runninghub.faults.add({ kind: 'error_200', body, path: submit, times: 4 });
    },
  },
  {
    id: 'answer-lost',
    group: 'The image services',
    title: 'The answer to a submit is lost',
    about:
      'A job may exist and may cost money: it is never sent twice. The credits stay set aside, for an hour at most.',
    start: ({ runninghub }) => runninghub.faults.add({ kind: 'reset_after', path: submit }),
  },
  {
    id: 'status-fails',
    group: 'The image services',
    title: 'Asking how far it is fails',
    about: 'Two status queries end in an error. That says nothing about the job: Easel waits and asks again.',
    start: ({ runninghub }) => runninghub.faults.add({ kind: 'status', status: 500, path: query, times: 2 }),
  },
  {
    id: 'no-picture',
    group: 'The image services',
    title: 'The picture is no picture',
    about: 'The results are web pages under a picture’s name. Nothing that cannot be shown is charged.',
    start: (house) => {
      const fault = { kind: 'not_an_image', path: output, times: 12 } as const;
      house.runninghub.faults.add(fault);
      house.runcomfy.faults.add(fault);
    },
  },
  {
    id: 'discord-errors',
    group: 'Discord',
    title: 'Edits end in errors',
    about:
      'Four edits of replies get “500”. Easel waits and repeats them; the picture and its price do not depend on it.',
    start: ({ discord }) => discord.faults.add({ kind: 'status', status: 500, method: 'PATCH', path: edit, times: 4 }),
  },
  {
    id: 'first-answer-lost',
    group: 'Discord',
    title: 'The connection breaks after a first answer',
    about:
      'Discord has taken it, Easel does not hear so. It is sent again, and “already acknowledged” counts as success.',
    start: ({ discord }) => discord.faults.add({ kind: 'reset_after', method: 'POST', path: callback }),
  },
  {
    id: 'rate-limit',
    group: 'Discord',
    title: 'Too many requests',
    about: 'Two edits get “429, try again in 2 seconds”. They wait for as long as they are told to.',
    start: ({ discord }) =>
      discord.faults.add({
        kind: 'status',
        status: 429,
        method: 'PATCH',
        path: edit,
        times: 2,
        headers: { 'Retry-After': '2', 'X-RateLimit-Scope': 'user' },
        body: { message: 'You are being rate limited.', retry_after: 2, global: false },
      }),
  },
  {
    id: 'too-late',
    group: 'Discord',
    title: 'A first answer comes too late',
    about:
      'Easel sends it again within Discord’s three seconds, but all of them are held up: “The application did not respond”. Nothing is charged.',
    start: ({ discord }) =>
      discord.faults.add({ kind: 'delay', delayMs: 3300, method: 'POST', path: callback, times: 4 }),
  },
  {
    id: 'gateway-lost',
    group: 'Discord',
    title: 'The gateway is gone',
    about: 'The connection is cut without a word. Easel resumes it; what was typed meanwhile arrives then.',
    start: ({ discord }) => void discord.dropGateway(),
  },
];

/** A desk with everything that can be broken. */
export function createFaultDesk(house: Breakable): FaultDesk {
  const { discord, runninghub, runcomfy } = house;
  return {
    list: breakages.map(({ id, group, title, about }) => ({ id, group, title, about })),
    start(id) {
      const found = breakages.find((breakage) => breakage.id === id);
      found?.start(house);
      return found !== undefined;
    },
    clear() {
      for (const { faults } of [discord, runninghub, runcomfy]) faults.clear();
    },
    pending: () => [discord, runninghub, runcomfy].reduce((sum, { faults }) => sum + faults.pending(), 0),
    pendingAtDiscord: () => discord.faults.pending(),
  };
}
