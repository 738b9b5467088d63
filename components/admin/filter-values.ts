/** Whether a text has the shape of a handle. */
export function isHandle(text: string): boolean {
  return /^@?[a-z0-9][a-z0-9_-]{1,28}[a-z0-9]$/i.test(text);
}

/** Whether a text is a day of a calendar, from the year 1000 on; the last years are left out, for the day after has to be one. */
export function isDay(text: string | null): text is string {
  if (text === null || !/^[1-9]\d{3}-\d\d-\d\d$/.test(text) || text >= '9999') return false;
  const moment = new Date(`${text}T00:00:00Z`);
  // The 30th of February is read as a day of March.
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}
