import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { readForm } from './demo/form.ts';
import { type Played, type Player, play, playToTheEnd } from './demo/play.ts';
import { menuOf } from './demo/show-message.ts';
import { type Stage, startStage } from './demo/stage.ts';
import { servePlayground } from './demo/web.ts';
import type { Exchange } from './discord/exchange.ts';

const usage = `npm run demo                       the bot at a prompt, on stand-ins; no account is needed
npm run demo -- --once "/imagine prompt:a red fox in snow model:flux-2-klein-9b size:16:9"
npm run demo -- --once "/edit image:sample prompt:make it night"
npm run demo -- --web              the same in a browser: a server with people to be
  --once COMMAND   run one command, save its pictures under demo-output/ and end
  --fast           pictures at once instead of a provider's seconds
  --web            serves a page on 127.0.0.1 and opens a browser where there is one; --no-open does not
  --port PORT      where the page is; 0, the default, takes any free port
  --log            also print the bot's log`;

const promptHelp = `Type a command as in Discord, for example
  /imagine prompt:a red fox in snow model:flux-2-klein-9b size:16:9
  /imagine prompt:a tea house lora:F.1-复古勾线插画_v1.safetensors lora_strength:0.8 model:flux-2-dev-lora
  /edit image:sample prompt:make it night        (a path instead of sample takes a file of yours)
  /models    /credits balance    /jobs list    /help
  /setup view    /mod grant member:@Ben credits:50 reason:welcome    /credits give member:@Ben amount:5
  press LABEL    presses that button under the last message; where it opens a form, fill it: fill prompt:two foxes
  choose A, B    chooses these of the menu in the last message
  help           this text (Ctrl-C ends)`;

process.exitCode = await run();

async function run(): Promise<number> {
  const { values } = parseArgs({
    options: {
      once: { type: 'string' },
      fast: { type: 'boolean', default: false },
      web: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      port: { type: 'string', default: '0' },
      log: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const writeLog = (line: string) => {
    if (values.log) process.stderr.write(line);
  };
  if (values.web) {
    const port = Number(values.port);
    return servePlayground({ isFast: values.fast, writeLog, port, opensBrowser: !values['no-open'] });
  }
  const stage = await startStage({ isFast: values.fast, writeLog });
  const player: Player = {
    print: (text) => console.log(text),
    now: Date.now,
    names: stage.names,
    outputFolder: 'demo-output',
  };
  try {
    return values.once === undefined ? await converse(stage, player) : await playOnce(stage, player, values.once);
  } finally {
    await stage.stop();
  }
}

/** 0 when the command ended as asked: with a picture, where it was about one. */
async function playOnce(stage: Stage, player: Player, command: string): Promise<number> {
  try {
    console.log(`  You  │ ${command}`);
    const { savedFiles } = await playToTheEnd(stage, command, player);
    return /^\/(imagine|edit|upscale|video|speech|music|3d|run) /u.test(command) && savedFiles.length === 0 ? 1 : 0;
  } catch (error) {
    console.error(String(error));
    return 1;
  }
}

async function converse(stage: Stage, player: Player): Promise<number> {
  console.log(promptHelp);
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: 'You> ' });
  let scene: Scene = { last: null, form: null };
  lines.prompt();
  for await (const line of lines) {
    scene = (await answerLine(line.trim(), stage, player, scene)) ?? scene;
    lines.prompt();
  }
  return 0;
}

/** The last message with its buttons, and the form that is open. */
interface Scene {
  readonly last: Played['last'];
  readonly form: Played['form'];
}

async function answerLine(line: string, stage: Stage, player: Player, scene: Scene): Promise<Scene | null> {
  try {
    const exchange = startLine(line, stage, scene);
    if (exchange === null) return null;
    const { last, form } = await play(exchange, player);
    return { last: last ?? scene.last, form };
  } catch (error) {
    console.log(String(error));
    return null;
  }
}

function choose(last: NonNullable<Played['last']>, typed: string, you: Stage['you']): Exchange {
  const wanted = typed.split(',').map((each) => each.trim());
  return you.select(last, menuOf(last.components)?.custom_id ?? '', wanted);
}

/** What a typed line does at Discord; null where it does nothing there. */
function startLine(line: string, { you }: Stage, { last, form }: Scene): Exchange | null {
  if (line.startsWith('press ') && last !== null) return you.press(last, line.slice(6));
  if (line.startsWith('choose ') && last !== null) return choose(last, line.slice(7), you);
  if (line.startsWith('fill ') && form !== null) return you.submitModal(form, readForm(form, line.slice(5)));
  if (line.startsWith('/')) return you.slash(line);
  if (line === 'help') console.log(promptHelp);
  else if (line !== '') console.log('Commands start with /. Type help for examples.');
  return null;
}
