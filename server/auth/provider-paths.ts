/** Why a sign-in by a provider came to nothing, as the sign-in page reads it from `?error=`. */
export type SignInError = 'NotLinked' | 'ProviderCancelled' | 'ProviderFailed' | 'Unavailable';

/** What came of connecting an account, as the settings read it from `?connection=`. */
export type ConnectionOutcome = 'added' | 'taken' | 'expired' | 'cancelled' | 'failed';

export const signInErrorPath = (error: SignInError) => `/sign-in?error=${error}`;
export const connectionPath = (outcome: ConnectionOutcome) => `/settings/security?connection=${outcome}`;

/** To sign in again, and back to where an account was to be connected. */
export const endedPath = `/sign-in?next=${encodeURIComponent('/settings/security')}&ended=1`;

/** Where a way to a provider ends that came to nothing: where it began. */
export function failedPath(error: Exclude<SignInError, 'NotLinked'>, { signedIn }: { signedIn: boolean }) {
  if (!signedIn) return signInErrorPath(error);
  return connectionPath(error === 'ProviderCancelled' ? 'cancelled' : 'failed');
}
