import { unstable_rethrow } from 'next/navigation';

/** For what a page stands without: an empty list where it could not be read. */
export function readNothing(error: unknown): [] {
  unstable_rethrow(error);
  return [];
}
