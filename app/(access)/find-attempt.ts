import { caller } from '@/server/caller';

/** Where the sign-in of this browser stands, or undefined when there is none whose first proof was given. */
export async function findAttempt() {
  const api = await caller();
  try {
    return await api.auth.signIn.status();
  } catch (error) {
    // Not instanceof: the pages have a copy of tRPC of their own.
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
    if (code === 'PRECONDITION_FAILED') return undefined;
    // Next prints what a page throws; the log has had it already, without what is nobody's business.
    throw new Error(`the sign-in could not be read: ${code}`);
  }
}
