export type Search = Promise<Record<string, unknown>>;

/** The secret of a link from a mail; empty when it has none. */
export async function tokenOf(search: Search) {
  const { token } = await search;
  return typeof token === 'string' ? token : '';
}
