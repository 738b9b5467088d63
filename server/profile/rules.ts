import { HandleField } from './handle-inputs';

/**
 * Handles for a new account, best first: the name in plain letters, then with numbers, then one made from the id,
 * which is as good as free.
 */
export function handleCandidates({ displayName, id }: { displayName: string; id: string }): string[] {
  const base = displayName
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 24)
    .replace(/-+$/, '');
  const numbered = Array.from({ length: 30 }, (_, at) => (at === 0 ? base : `${base}-${at + 1}`));
  const last = `person-${id.replaceAll('-', '').slice(-12)}`;
  return [...numbered.filter((handle) => HandleField.safeParse(handle).success), last];
}

/**
 * A handle as the eye takes it in, as the database makes it of every handle (`lookalikeOf` in db/schema/users.ts): of two that
 * are the same so, one person has one.
 */
export function lookalike(handle: string): string {
  return handle
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replaceAll('_', '-')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}
