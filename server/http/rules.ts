const HERE = 'https://here.invalid';

/**
 * Where to go after signing in: a path of ours, parsed and put together again, never what somebody else wrote.
 * Anything that leads elsewhere, or back to signing in, becomes the settings.
 */
export function safeNext(wanted: unknown): string {
  if (typeof wanted !== 'string' || !URL.canParse(wanted, HERE)) return '/settings/profile';
  const { origin, pathname, search, hash } = new URL(wanted, HERE);
  const ours =
    origin === HERE && !pathname.startsWith('//') && !/^\/(sign-in|sign-up|api)(\/|$)/.test(pathname);
  return ours && wanted.startsWith('/') ? pathname + search + hash : '/settings/profile';
}

/** The same for an address of ours as next-auth writes and reads it, origin and all. */
export function safeNextAddress(wanted: unknown, { origin }: { origin: string }): string {
  const path =
    typeof wanted === 'string' && wanted.startsWith(`${origin}/`) ? wanted.slice(origin.length) : wanted;
  return safeNext(path);
}

/**
 * The page that somebody asked for, with its query, when it is the one at `path` or below it; else `path`. What Next adds to
 * the address of a page that it fetches by itself is left out.
 */
export function pageAddress(asked: string, { path }: { path: string }): string {
  if (!URL.canParse(asked, HERE)) return path;
  const { pathname, searchParams } = new URL(asked, HERE);
  if (pathname !== path && !pathname.startsWith(`${path}/`)) return path;
  searchParams.delete('_rsc');
  return searchParams.size > 0 ? `${pathname}?${searchParams}` : pathname;
}
