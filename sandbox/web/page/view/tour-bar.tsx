import type { TourStep } from '../../protocol.ts';
import { useSurroundings } from './context.ts';
import { MarkdownLine } from './markdown.tsx';

/** What happens on the tour at this moment. */
export function TourBar({ step }: { readonly step: TourStep | null }) {
  const { session } = useSurroundings();
  const { follows } = session.view();
  const { scene = 'The doors open', intro = '', did = '', isOver = false, problem = null } = step ?? {};
  return (
    <section class="tour" aria-label="Tour" aria-live="polite">
      <div>
        <h2>{isOver && problem === null ? 'That was the evening' : scene}</h2>
        <p class="tour-did">
          <MarkdownLine text={wordsFor(did, isOver, problem, intro)} />
        </p>
      </div>
      <div class="tour-buttons">
        {!isOver && (
          <button
            type="button"
            class="button secondary small"
            aria-pressed={follows}
            onClick={() => session.follow(!follows)}
          >
            {follows ? 'Look around' : 'Follow again'}
          </button>
        )}
        <button type="button" class="button primary small" onClick={() => void session.leaveTour()}>
          Leave the tour
        </button>
      </div>
    </section>
  );
}

function wordsFor(did: string, isOver: boolean, problem: string | null, intro: string): string {
  if (problem !== null) return `The evening ended early: ${problem}`;
  if (isOver) return 'Everybody is still here: become one of them and look around.';
  return did === '' ? intro : did;
}
