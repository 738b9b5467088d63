/** A name of another direction stays in one piece within a sentence (UAX #9, isolates). */
export function isolate(name: string) {
  return `\u2068${name}\u2069`;
}
