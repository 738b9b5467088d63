/**
 * Whose turn it is among the jobs that are due: the smaller number goes first, and 0 is what a job has unless given. What a great
 * many are told waits behind what one person waits for, such as the link for a new password; and it is laid out for all of them,
 * which brings it into every inbox, before the first mail of it goes.
 */
export const PRIORITIES = { layOutForMany: 5, sendToMany: 10 } as const;
