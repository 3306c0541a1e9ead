import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../sandbox/discord/exchange.ts';
import { openTypedFile } from '../../sandbox/discord/person-files.ts';
import type { Modal } from '../../sandbox/discord/records.ts';
import type { Message } from '../../sandbox/discord/wire.ts';
import { hasPicture, speaks, spendableOf, tellsOfMoney } from '../support/house/look.ts';
import { type House, openHouse, startBot } from '../support/house/open-house.ts';

async function open() {
  const environment = { DEFAULT_ALLOWANCE: '10000' };
  const house = await openHouse({ isCalledBack: true, environment });
  const chief = house.guild.member({ name: 'Chief', permissions: ['ManageGuild'] });
  const alice = house.guild.member({ name: 'Alice' });
  const other = house.discord.addGuild({ name: 'Elsewhere' });
  const bob = other.member({ name: 'Bob', permissions: ['ManageGuild'] });
  const runs = () =>
    house.runninghub.requests.filter(({ path }) => path.startsWith('/openapi/v2/run/')).map(({ body }) => body);
  const commands = () => house.discord.commands(house.guild.id).map(({ name }) => name);
  return { house, chief, alice, bob, runs, commands, bot: await startBot(house) };
}

async function formOf(exchange: Exchange): Promise<Modal> {
  await exchange.firstAnswer();
  if (exchange.modal === null) throw new Error(`no form, but ${JSON.stringify(exchange.reply())}`);
  return exchange.modal;
}

/** As if Discord had lost the server's commands. */
async function wipe({ discord: { apiBase, applicationId, token }, guild }: House): Promise<void> {
  await fetch(`${apiBase}/v10/applications/${applicationId}/guilds/${guild.id}/commands`, {
    method: 'PUT',
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    body: '[]',
  });
}

const menuIn = ({ components }: Message) => components[0]?.components?.[0];
const idIn = (message: Message) => menuIn(message)?.custom_id ?? '';
const clip = 'kind:workflow id:https://www.runninghub.ai/workflow/1904136902449209346 output:video most:70';
const says = (text: string) => (message: Message) => message.content.includes(text);

describe('a workflow of a server', () => {
  test('is added from what the service says, run by a member, and there for no other server', async () => {
    const { house, chief, alice, bob, runs } = await open();
    const added = chief.slash(`/setup workflows add name:Fox clip ${clip} description:A short video`);
    const proposed = await added.until(speaks);
    expect(menuIn(proposed)?.options?.map(({ value, default: isChosen }) => [value, isChosen])).toEqual([
      ['6.text', true],
      ['7.text', false],
      ['3.steps', false],
      ['3.cfg', false],
      ['3.seed', false],
      ['12.seconds', false],
      ['3.sampler_name', false],
    ]);
    const chosen = await chief.select(proposed, idIn(proposed), ['6.text', '7.text', '3.steps']).until(says('Steps'));
    const form = await formOf(chief.press(chosen, 'Labels and ranges'));
    const relabelled = chief.submitModal(form, { line0: 'Not in it', line1: 'Steps 4..40' });
    const ready = await relabelled.until(says('4 to 40'));
    const done = await chief.press(ready, 'Add workflow').until(says('w-fox-clip'));
    expect(done.components).toEqual([]);

    expect(await alice.autocomplete('/run workflow:fox', 'workflow')).toEqual([
      { name: expect.stringContaining('Fox clip'), value: 'w-fox-clip' },
    ]);
    const before = await spendableOf(alice);
    const asked = await formOf(alice.slash('/run workflow:w-fox-clip'));
    const filled = alice.submitModal(asked, { prompt: 'a fox', input1: 'rain', input2: '8' });
    const posted = await filled.until(hasPicture);
    expect(runs()[0]).toMatchObject({
      nodeInfoList: [
        { nodeId: '6', fieldName: 'text', fieldValue: 'a fox' },
        { nodeId: '7', fieldName: 'text', fieldValue: 'rain' },
        { nodeId: '3', fieldName: 'steps', fieldValue: 8 },
      ],
    });
    // Held are 70 credits; the run took 0.2 yuan.
    expect(await spendableOf(alice)).toBe(before - 28);

    expect(await bob.autocomplete('/run workflow:fox', 'workflow')).toEqual([]);
    const refused = await bob.slash('/run workflow:w-fox-clip prompt:a fox').until(tellsOfMoney);
    expect(refused.content).toContain('no workflow `w-fox-clip`');
    expect((await bob.slash('/setup workflows list').until(speaks)).content).toContain('no workflows of its own');

    const sure = await chief.slash('/setup workflows remove workflow:w-fox-clip').until(speaks);
    await chief.press(sure, 'Remove').until(says('not there'));
    const gone = await alice.press(posted, 'Again').until(tellsOfMoney);
    expect(gone.content).toContain('it was removed');
    expect(runs()).toHaveLength(1);
    expect(house.logLines.join('\n')).not.toContain('level":50');
  });

  test('has a command of its own, whose files and choices are checked by Discord, until it is taken away', async () => {
    const { house, chief, alice, runs, commands, bot } = await open();
    const app = 'kind:app id:1877265245566922753 output:image most:42';
    const proposed = await chief.slash(`/setup workflows add name:Portrait ${app}`).until(speaks);
    const chosen = await chief.select(proposed, idIn(proposed), ['10.image', '15.select']).until(says('Style'));
    await chief.press(chosen, 'Add workflow').until(says('w-portrait'));
    await chief.slash('/setup workflows command workflow:w-portrait on:true').until(says('on'));
    expect(commands()).toEqual(['w-portrait']);

    const image = openTypedFile('image', 'sample');
    await alice.slash('/w-portrait style:oil', { image }).until(hasPicture);
    expect(() => alice.slash('/w-portrait style:oil')).toThrow('image');
    expect(() => alice.slash('/w-portrait style:wax', { image })).toThrow('not a choice');
    const form = await formOf(alice.slash('/run workflow:w-portrait'));
    await alice.submitModal(form, { image, input1: 'pencil' }).until(hasPicture);
    expect(runs()).toMatchObject([
      { nodeInfoList: [{ nodeId: '10', fieldValue: expect.stringContaining('openapi/') }, { fieldValue: 'oil' }] },
      { nodeInfoList: [{ nodeId: '10' }, { fieldValue: 'pencil' }] },
    ]);

    await bot.stop();
    await wipe(house);
    const restored = house.untilAnswered(/^PUT .*\/guilds\/\d+\/commands/u);
    await startBot(house);
    await restored;
    expect(commands()).toEqual(['w-portrait']);
    await chief.slash('/setup workflows command workflow:w-portrait on:false').until(says('off'));
    expect(commands()).toEqual([]);
  });
});
