/** The hues an avatar may have, evenly around the circle; contrast.test.ts measures each. */
export const avatarHues = [10, 40, 70, 100, 130, 160, 190, 220, 250, 280, 310, 340] as const;

/** The same hue for the same id, on every machine: an FNV-1a hash over the id's UTF-16 units. */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  return avatarHues[(hash >>> 0) % avatarHues.length] ?? avatarHues[0];
}

/** First letters of the first and the last word, as a person counts letters; empty for a name without letters. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words.slice(0, 1);
  // Letters of a joined script would run into another word; lam and alef are "no".
  return picked.map((word) => firstLetter(word ?? '')).join(/\p{Script=Arabic}/u.test(name) ? '\u200C' : '');
}

function firstLetter(word: string): string {
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word)) {
    if (/[\p{L}\p{N}]/u.test(segment)) return segment.toLocaleUpperCase();
  }
  return '';
}
