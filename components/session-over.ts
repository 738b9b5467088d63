import { isOwnDeparture } from './own-departure';
import type { Refusal } from './refusal';
import { hasUnsavedInput } from './unsaved-input';

/** Why somebody has to sign in: the session was ended elsewhere, or they signed out in another tab. */
export type SignedOutReason = Extract<Refusal['reason'], 'SESSION_ENDED' | 'SIGNED_OUT'>;

/** The sign-in page, which says why, and from which the way leads back to exactly this address. In the browser alone. */
export function signInAddress(reason: Refusal['reason']): string {
  const here = location.pathname + location.search + location.hash;
  return `/sign-in?next=${encodeURIComponent(here)}${reason === 'SESSION_ENDED' ? '&ended=1' : ''}`;
}

/**
 * Goes to the sign-in page, now that nothing here works any more. Where something is typed and not saved the page stays:
 * whoever is told why not can sign in in another tab and go on.
 */
export function goToSignIn(reason: SignedOutReason) {
  if (!isOwnDeparture() && !isSigningIn() && !hasUnsavedInput()) location.assign(signInAddress(reason));
}

/** Goes to what somebody whose account is paused, suspended or about to be deleted can still do. */
export function goToAccount() {
  if (!isOwnDeparture() && location.pathname !== '/account' && !hasUnsavedInput())
    location.assign('/account');
}

/** Nobody is sent there from there. */
function isSigningIn() {
  return /^\/(sign-in|sign-up|second-step)(\/|$)/.test(location.pathname);
}
