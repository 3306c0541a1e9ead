import { describe, expect, it } from 'vitest';
import { createReferee } from '../../support/referee.ts';

const referee = createReferee();
const id = '1100000000000000001';
const channel = { method: 'POST', path: `/api/v10/channels/${id}/messages` };
const edit = { method: 'PATCH', path: `/api/v10/webhooks/${id}/token/messages/%40original` };
const callback = { method: 'POST', path: `/api/v10/interactions/${id}/token/callback` };
const commands = { method: 'PUT', path: `/api/v10/applications/${id}/commands` };

const button = (number: number) => ({ type: 2, style: 1, label: `Button ${number}`, custom_id: `button-${number}` });
const times = <Value>(count: number, make: (number: number) => Value) =>
  Array.from({ length: count }, (_, number) => make(number));
const row = (count: number) => ({ type: 1, components: times(count, button) });
const choices = (count: number) => times(count, (number) => ({ name: `Choice ${number}`, value: `${number}` }));
const command = (name: string, choiceCount = 2) => ({
  name,
  description: 'Makes an image',
  options: [{ type: 3, name: 'model', description: 'The model', choices: choices(choiceCount) }],
});
const text = (number: number) => ({ type: 10, content: `line ${number}` });

describe("the referee with Discord's OpenAPI document", () => {
  it.each([
    ['a message', channel, { content: 'Hello', embeds: [{ title: 'A fox' }], components: [row(5)] }],
    ['an edit', edit, { content: 'x'.repeat(2000), attachments: [{ id: 0, description: 'a fox' }] }],
    ['a deferral', callback, { type: 5, data: { flags: 64 } }],
    ['autocompletion', callback, { type: 8, data: { choices: choices(25) } }],
    ['commands', commands, [command('imagine', 25)]],
    ['a V2 message', channel, { flags: 32_768, components: times(40, text) }],
  ])('takes %s that keeps the limits', (_, route, body) => {
    expect(referee.check({ ...route, body })).toEqual([]);
  });

  it.each([
    ['2001 characters', edit, { content: 'x'.repeat(2001) }],
    ['11 embeds', channel, { embeds: times(11, () => ({ title: 'A fox' })) }],
    ['a command name of 40 characters', commands, [command('x'.repeat(40))]],
    ['6 buttons in a row', channel, { components: [row(6)] }],
    ['26 choices', callback, { type: 8, data: { choices: choices(26) } }],
    ['26 choices of an option', commands, [command('imagine', 26)]],
    [
      'a custom id of 101 characters',
      edit,
      { components: [{ type: 1, components: [{ ...button(1), custom_id: 'x'.repeat(101) }] }] },
    ],
    ['a route that does not exist', { method: 'POST', path: '/api/v10/images' }, {}],
  ])('refuses %s', (_, route, body) => {
    expect(referee.check({ ...route, body })).not.toEqual([]);
  });

  it.each([
    [
      '6001 characters over all embeds',
      callback,
      { type: 4, data: { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] } },
    ],
    ['content beside V2', channel, { flags: 32_768, content: 'Hello', components: [text(1)] }],
    ['embeds beside V2', channel, { flags: 32_768, embeds: [{ title: 'A fox' }], components: [text(1)] }],
    ['41 nested components', channel, { flags: 32_768, components: [{ type: 17, components: times(40, text) }] }],
    [
      '8001 characters in a command',
      commands,
      [
        {
          ...command('imagine'),
          options: times(25, (number) => ({
            type: 3,
            name: `o${number}`,
            description: 'x'.repeat(100),
            choices: times(4, (each) => ({ name: `${each}${'x'.repeat(60)}`, value: `${each}` })),
          })),
        },
      ],
    ],
  ])('refuses %s, which the document does not know', (_, route, body) => {
    expect(referee.check({ ...route, body })).toHaveLength(1);
  });

  it('judges answers as well', () => {
    const request = { ...channel, body: {}, status: 200 };
    expect(referee.checkAnswer({ ...request, response: { id: 'x' } })).not.toEqual([]);
    expect(referee.checkAnswer({ ...request, status: 404, response: { id: 'x' } })).toEqual([]);
  });
});
