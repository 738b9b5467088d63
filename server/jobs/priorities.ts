/**
 * Whose turn it is among the jobs that are due: the smaller number goes first, and 0 is what a job has unless given. What a great
 * many are told waits behind what one person waits for, such as the link for a new password; and of what goes to them by mail and
 * as pushes the next portion is fetched when the one before is done.
 */
export const PRIORITIES = { layOutForMany: 5, sendToMany: 10, nextToMany: 11 } as const;
