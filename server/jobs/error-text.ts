const LENGTH = 300;

/**
 * An error in at most 300 characters on one line, for a log or a table. What looks like an e-mail address is
 * left out: a mail server repeats the recipient in nearly every refusal.
 */
export function errorText(error: unknown) {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return withoutAddresses(text)
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, LENGTH);
}

function withoutAddresses(text: string) {
  // Cut first, or a server that answers with a megabyte keeps the pattern busy.
  return text.slice(0, 10 * LENGTH).replace(/[^\s<>"'(),;:]{1,64}@[^\s<>"'(),;:]+/g, '[address]');
}
