import type { PhotoView } from '@/server/photos/rules';
import type { ProfileField } from './catalog';

/** A person as somebody may see them. What is hidden is as empty as what was never filled in. */
export interface PersonView {
  userId: string;
  handle: string;
  displayName: string;
  /** ISO 8601 */
  joinedAt: string;
  photo: Pick<PhotoView, 'id' | 'alt'> | null;
  bio: string;
  pronouns: string;
  location: string;
  website: string;
  email: string | null;
  timeZone: string | null;
  /** The day they were last seen, ISO 8601; no finer. */
  lastSeen: string | null;
  groups: { id: string; name: string }[];
  /** Whether search engines may list the page. */
  indexable: boolean;
  relation: Relation;
}

/** What is between who looks and who is looked at. */
export interface Relation {
  kind: 'self' | 'contact' | 'group_mate' | 'signed_in' | 'anonymous';
  /** Seen by a permission, beyond what the person shows; it is in the audit trail. */
  asStaff: boolean;
  /** I have blocked them. */
  blocked: boolean;
  /** A wish to be a contact is under way, mine or theirs. */
  asked: 'by me' | 'by them' | null;
  mayAsk: boolean;
  mayMessage: boolean;
}

/** One's own page as somebody else gets it; null: it does not exist for them. */
export interface Preview {
  /** By the settings as they are saved. */
  saved: PersonView | null;
  /** With the changes that were sent along. */
  changed: PersonView | null;
  differences: { field: ProfileField | 'profile'; effect: 'shown' | 'hidden' }[];
}
