/**
 * An address as people write it: without its scheme, and its path in letters instead of escapes where they are letters
 * or digits of some language. The name of the host stays as it is, since look-alike letters could pass for another.
 */
export function readableAddress(address: string) {
  return address
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '')
    .replace(/(?:%[\da-f]{2})+/gi, (escapes) => {
      try {
        const text = decodeURIComponent(escapes);
        return /^[\p{L}\p{M}\p{N}]+$/u.test(text) ? text : escapes;
      } catch {
        return escapes;
      }
    });
}
