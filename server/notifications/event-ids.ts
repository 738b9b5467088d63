/**
 * The ids of events are UUIDs version 7 (RFC 9562 section 5.7): what happened since a moment is what has an id from this one on,
 * so that "the last thirty days" is a stretch of the index that the ids are in.
 */
export function firstIdAt(moment: Date): string {
  const hex = Math.max(0, moment.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** When an id was made, to the millisecond. */
export function momentOf(id: string): Date {
  return new Date(Number.parseInt(id.replace('-', '').slice(0, 12), 16));
}
