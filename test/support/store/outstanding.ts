/** What the stores of the tests are carrying out. A database answers when it has an answer, whatever a fake clock says. */
const outstanding = new Set<Promise<unknown>>();

/** Counts `work` among what is carried out, until it has settled. */
export function outstandingWork<T>(work: Promise<T>): Promise<T> {
  const forget = () => {
    outstanding.delete(work);
  };
  outstanding.add(work);
  work.then(forget, forget);
  return work;
}

/** True when something was carried out and has settled meanwhile. */
export async function workHasSettled(): Promise<boolean> {
  if (outstanding.size === 0) return false;
  await Promise.allSettled(outstanding);
  return true;
}
