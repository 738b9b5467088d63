import type { Database } from '@/db/client';

/** What tests of groups start from. */
export function groupFactories(_db: Database) {
  return {};
}

/** `size` rows of it around a person. */
export async function groupAround(_db: Database, _person: { id: string; email: string }, _size: number) {}
