import type { SignInError } from '@/server/auth/provider-paths';

/** Why somebody stands before the sign-in. */
export type Notice = 'ended' | 'expired' | 'first' | 'out' | 'paused' | 'reset' | SignInError;

const ERRORS: SignInError[] = ['NotLinked', 'ProviderCancelled', 'ProviderFailed', 'Unavailable'];

/** What the address of the sign-in page says about how somebody came to it. */
export function noticeOf(
  search: Record<string, unknown>,
): { name: Notice; tone: 'info' | 'success' | 'warning' | 'danger' } | undefined {
  // Codes of others mean as much as that it failed.
  if (search.error) {
    const name = ERRORS.find((known) => known === search.error) ?? 'ProviderFailed';
    return { name, tone: name === 'ProviderCancelled' ? 'info' : 'danger' };
  }
  if (search.reset) return { name: 'reset', tone: 'success' };
  if (search.expired) return { name: 'expired', tone: 'warning' };
  if (search.ended) return { name: 'ended', tone: 'info' };
  if (search.paused) return { name: 'paused', tone: 'info' };
  if (search.out) return { name: 'out', tone: 'info' };
  return search.next ? { name: 'first', tone: 'info' } : undefined;
}
