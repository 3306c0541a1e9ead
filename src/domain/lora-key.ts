/** What a name means. Two that differ in spelling alone have one key. */
interface Meaning {
  readonly key: string;
  /** Which file of a repository; null where the whole of it is meant, and for anything else. */
  readonly part: string | null;
}

/** The site where repositories lie, by all its names. */
const repositoryHosts: ReadonlySet<string> = new Set(['huggingface.co', 'www.huggingface.co', 'hf.co', 'www.hf.co']);
/** What follows the repository in the address of one of its files; then come the revision and the path. */
const fileViews: ReadonlySet<string> = new Set(['resolve', 'blob', 'raw', 'tree']);

/**
 * By which LoRAs are told apart: one key for all spellings of a title, of a library's file name, or of an address, which
 * counts without what follows `?`. A file in a repository has the repository's key. For comparing only: what is sent is
 * never made from it.
 */
export function loraKey(name: string): string {
  return meaningOf(name).key;
}

/** Whether two names are one LoRA. Two files of one repository are not; the repository itself is any of them. */
export function isSameLora(one: string, other: string): boolean {
  const [first, second] = [meaningOf(one), meaningOf(other)];
  const isSamePart = first.part === null || second.part === null || first.part === second.part;
  return first.key === second.key && isSamePart;
}

/** The name for everybody's eyes: of an address without what may hold a secret. */
export function shownLora(name: string): string {
  const url = addressIn(name);
  return url === null || isPlain(url, name) ? name : `https://${url.host}${url.pathname}`;
}

/** The address that a name is, or null. */
export function addressIn(name: string): URL | null {
  return /^[\s\p{Cc}]*https?:/iu.test(name) && URL.canParse(name) ? new URL(name) : null;
}

function isPlain({ username, password }: URL, name: string): boolean {
  return username === '' && password === '' && !/[?#]/u.test(name);
}

function meaningOf(name: string): Meaning {
  const url = addressIn(name);
  return url === null ? { key: folded(name), part: null } : meaningOfAddress(url);
}

function meaningOfAddress({ host, pathname }: URL): Meaning {
  const server = host.replace(/\.+(?=:|$)/u, '');
  const steps = stepsOf(pathname);
  const [owner, name, view, _revision, ...file] = steps;
  if (!repositoryHosts.has(server) || owner === undefined || name === undefined) {
    return { key: `//${[server, ...steps].join('/')}`, part: null };
  }
  const isFile = view !== undefined && fileViews.has(view) && file.length > 0;
  return { key: `${owner}/${name}`, part: isFile ? file.join('/') : null };
}

/** As a server reads it: decoded, without steps that lead nowhere. */
function stepsOf(pathname: string): readonly string[] {
  const steps: string[] = [];
  for (const step of folded(decoded(pathname)).split(/[/\\]+/u)) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps;
}

/** What is no text when decoded stays as it is. */
function decoded(pathname: string): string {
  return pathname.replace(/(?:%[0-9a-f]{2})+/giu, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

/** Letters that look alike become one: width, case, marks composed or not, spaces, and what is not seen at all. */
function folded(text: string): string {
  if (/^[!-~]+(?: [!-~]+)*$/u.test(text)) return text.toLowerCase();
  const seen = text.normalize('NFKC').replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '');
  // Upper case first: it has one letter where lower case has two, as for the Greek sigma.
  const caseless = seen.normalize('NFKC').toUpperCase().toLowerCase();
  return caseless
    .normalize('NFKC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
