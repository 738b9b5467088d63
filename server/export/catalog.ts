/** How many copies a person can ask for in 24 hours; one that failed does not count. */
export const EXPORTS_A_DAY = 3;

/** Hours for which a copy can be taken. */
export const KEPT_HOURS = 24;

/** Tries, some half an hour in all, before it is said that a copy could not be made. */
export const EXPORT_TRIES = 8;
