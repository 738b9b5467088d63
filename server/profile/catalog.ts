/** How often a handle can be changed, and in how many days; `countedAt` says how taking back one's own counts. */
export const RENAMES = 2;
export const RENAME_DAYS = 30;

/** Days for which a handle that was left leads to its person and is kept for them. */
export const HELD_DAYS = 90;
