import { curtainMs } from '../stage.ts';
import { pictureLog, type Teller } from '../teller.ts';

const minuteMs = 60_000;

/** Dear pictures are decided by a moderator. */
export async function somethingBig(teller: Teller): Promise<void> {
  const { places, cast } = teller.stage;
  const { dan, eve, omar, mika } = cast;
  teller.scene(
    'Something big',
    curtainMs + 80 * minuteMs,
    'One picture of the large model costs 130 credits. That is above Nora’s threshold, so a moderator sees prompt and price first; what Dan lacks is paid out of the pool if they agree.',
  );
  await teller.types(dan, '/imagine prompt:a poster for the winter fair, hand-lettered model:gpt-image-2', {
    says: /A moderator has been asked about this request for 130 credits/u,
  });
  const poster = await teller.seesIn(places.approvals, { says: /poster for the winter fair/u });
  await teller.presses(omar, poster, 'Approve', {
    says: /Approved/u,
    logs: [/approved a request.*130 credits/u, pictureLog(130)],
  });
  await teller.seesIn(places.easel, { says: /\*\*a poster for the winter fair, hand\\-lettered\*\*/u, files: 1 });
  await teller.types(eve, '/imagine prompt:a poster that says VOTE FOR EVE model:gpt-image-2', {
    says: /A moderator has been asked/u,
  });
  const campaign = await teller.seesIn(places.approvals, { says: /VOTE FOR EVE/u });
  await teller.explains(mika, campaign, 'Decline', 'no campaign posters before the vote, please', {
    says: /Declined/u,
    logs: [/declined a request.*no campaign posters/u],
  });
  await teller.seesIn(places.easel, { says: /your request was declined: no campaign posters/u });
}
