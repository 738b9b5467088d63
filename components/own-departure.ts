let isLeaving = false;

/**
 * Ends this browser's own session. While it does, and once it has, what comes in about the session being over takes nobody
 * away from here: whoever signs out is told that they are signed out, not that somebody did it.
 */
export async function asOwnDeparture<Result>(end: () => Promise<Result>): Promise<Result> {
  isLeaving = true;
  // The page may be shown again as it was, by the browser's way back.
  addEventListener('pageshow', stay, { once: true });
  try {
    return await end();
  } catch (error) {
    isLeaving = false;
    throw error;
  }
}

export function isOwnDeparture(): boolean {
  return isLeaving;
}

function stay() {
  isLeaving = false;
}
