import { curtainMs } from '../stage.ts';
import type { Teller } from '../teller.ts';

/** Nora sets everything up. */
export async function openHouse(teller: Teller): Promise<void> {
  const { nora } = teller.stage.cast;
  const sets = (line: string, says: RegExp) => teller.types(nora, line, { says, logs: [/changed the setup/u] });
  teller.scene(
    'Nora opens the house',
    curtainMs,
    'Nora runs the server. She has put Easel into it an hour ago, has some donations to share, and wants to be asked before somebody spends them all. Every line below is answered to her alone; every change is written to the journal and to `#mod-log`.',
  );
  await sets('/setup log channel:#mod-log', /Was: off\n- Now: <#/u);
  await teller.types(nora, '/setup pool action:add credits:200 reason:donations of November', {
    says: /Now: 200 credits/u,
    logs: [/added to the pool · 200 credits/u],
  });
  await teller.types(nora, '/setup pool action:limited', {
    says: /200 credits/u,
    logs: [/changed the pool/u],
  });
  await sets('/setup pool action:refill credits:300 period:day', /Now: up to 300 credits/u);
  await sets('/setup allowance credits:20 period:day', /Now: 20 credits a day/u);
  await sets('/setup allowance role:@Artist credits:60 period:day', /Now: 60 credits a day/u);
  await sets('/setup models action:price model:flux-2-klein-9b credits:10', /Now: 10 credits/u);
}

/** Where, how dear, and what for. */
export async function setTheRules(teller: Teller): Promise<void> {
  const { nora } = teller.stage.cast;
  const sets = (line: string, says: RegExp) => teller.types(nora, line, { says, logs: [/changed the setup/u] });
  teller.scene(
    'The rules of the house',
    curtainMs + 5 * 60_000,
    'Pictures belong in two channels, one of them for adults. What costs more than 50 credits is looked at by a moderator first.',
  );
  await sets('/setup channels action:only channel:#easel', /Now: only <#\d+>\n/u);
  await sets('/setup channels action:add channel:#after-dark', /Now: only <#\d+>, <#\d+>\n/u);
  await sets('/setup channels action:adult channel:#after-dark', /Now: <#\d+>, where age-restricted/u);
  await sets('/setup channels action:spoiler channel:#after-dark', /spoilers[\s\S]*Now: <#/u);
  await sets('/setup approvals threshold:50 channel:#approvals', /Now: in <#\d+>: pictures above 50 credits/u);
  await sets('/setup defaults confirm_percent:75', /asked above 75 %/u);
  await sets('/setup strikes remove:true', /only counted/u);
  await sets('/setup strikes count:2 hours:24', /at 2 for 1 day/u);
  await teller.types(nora, '/setup view', { says: /Refill: .*300[\s\S]*at 2 for 1 day/u });
}
