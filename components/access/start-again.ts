/** The sign-in page, saying that the one before took too long. */
export function startAgain(next: string) {
  return `/sign-in?expired=1&next=${encodeURIComponent(next)}`;
}
