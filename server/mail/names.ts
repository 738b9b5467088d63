const LENGTH = 50;

/**
 * A display name as a mail may show it: one line, at most 50 characters, no control or direction characters and
 * no word that a mail program would turn into a link. Undefined when nothing is left. Whoever signs up with a
 * stranger's address chooses this text, and the mail goes out under our name.
 */
export function nameForMail(displayName: string) {
  const words = displayName
    .slice(0, 20 * LENGTH)
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .replace(/[\p{C}<>]/gu, '')
    .split(' ')
    .filter((word) => word && !looksLikeLink(word));
  const characters = [...new Intl.Segmenter('und').segment(words.join(' '))].slice(0, LENGTH);
  return (
    characters
      .map(({ segment }) => segment)
      .join('')
      .trim() || undefined
  );
}

function looksLikeLink(word: string) {
  // "J.R.R." is a name; "evil.example" and "192.0.2.1" are not.
  const initials = /^(?:\p{L}\.)+\p{L}?$/u.test(word);
  const dotted = /[\p{L}\p{N}\p{M}][.\u3002][\p{L}\p{N}]/u.test(word);
  return /[/\\@]/.test(word) || /:./u.test(word) || (dotted && !initials);
}
