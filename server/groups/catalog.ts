/** What somebody is in a group; in this order, each may do what those before it may. */
export const STANDINGS = ['member', 'manager', 'owner'] as const;
export type Standing = (typeof STANDINGS)[number];

/** Who sees that there is a group, and who is in it. */
export const VISIBILITIES = ['signed_in', 'members'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** How somebody comes in: by themselves, by asking, or by being invited. */
export const JOININGS = ['open', 'request', 'invitation'] as const;
export type Joining = (typeof JOININGS)[number];

/** Days for which an invitation is open, and a wish to come in. */
export const INVITATION_DAYS = 14;
/** Days for which a removed group is kept, so that it can be put back. */
export const REMOVED_GROUP_DAYS = 30;

export const NAME_LENGTH = 60;
export const DESCRIPTION_LENGTH = 500;
/** People of a group that are counted; of a larger one it is said that there are more. */
export const COUNTED = 1000;
