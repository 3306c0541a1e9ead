import { useEffect, useState } from 'preact/hooks';

/** Where the page is: a view, what it is about, and its filters. All of it is in the address after `#`. */
export interface Route {
  readonly view: string;
  readonly subject: string;
  readonly query: URLSearchParams;
}

/** The address of a view; filters that are empty are left out. */
export function linkTo(view: string, filters: Readonly<Record<string, string>> = {}): string {
  const set = Object.entries(filters).filter(([, value]) => value !== '');
  const query = new URLSearchParams(set).toString();
  return `#${view}${query === '' ? '' : `?${query}`}`;
}

/** Follows the address. */
export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const [path = '', query = ''] = hash.slice(1).split('?', 2);
  const [view = '', subject = ''] = path.split('/', 2);
  return {
    view: view === '' ? 'overview' : view,
    subject: decodeURIComponent(subject),
    query: new URLSearchParams(query),
  };
}
