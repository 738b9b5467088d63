/** How often a handle can be changed, and in how many days. Taking back one's own does not count. */
export const RENAMES = 2;
export const RENAME_DAYS = 30;

/** Days for which a handle that was left leads to its person and is kept for them. */
export const HELD_DAYS = 90;
