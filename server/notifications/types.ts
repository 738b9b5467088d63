import type { Channel, DeliveryState, Means, Mode } from '@/db/schema/notifications';
import type { Category, Lock, NotificationType } from './catalog';
import type { PreferenceChange, ScheduleValues } from './inputs';
import type { MutableKind, Rule } from './rules';

/** An entry of the catalogue, as it is told. */
export interface TypeView {
  type: NotificationType;
  category: Category;
  /** The channels that it can use, and what each does unless its person wants otherwise. */
  channels: Partial<Record<Channel, Mode>>;
  digestable: boolean;
  locked: Partial<Record<Channel, Lock>>;
}

/** What a type does on a channel. */
export type Cell =
  | { used: false }
  | {
      used: true;
      mode: Mode;
      /** What decides it: 'locked', 'type:…', 'category:…', 'global' or 'default'. */
      rule: Rule;
      lock: Lock | null;
    };

/** A row of the matrix. */
export interface TypeRow {
  type: NotificationType;
  category: Category;
  digestable: boolean;
  channels: Record<Channel, Cell>;
  /** About how many of these came a week, over the last 30 days. */
  perWeek: number;
}

export interface ScheduleView extends ScheduleValues {
  /** ISO 8601 */
  pausedUntil: string | null;
  /** IANA; the one of the profile, UTC for who has told none. */
  timeZone: string;
}

/** All that /settings/notifications shows of the matrix; one statement. */
export interface PreferencesView {
  /** In the order of the catalogue; of staff types only for staff. */
  rows: TypeRow[];
  schedule: ScheduleView;
}

/** What a change came to: the matrix as it is now, and what takes it back. */
export interface ChangeResult {
  view: PreferencesView;
  undo: PreferenceChange[];
}

export interface HistoryEntry {
  id: string;
  /** ISO 8601 */
  at: string;
  means: Means;
  changes: (
    | (PreferenceChange & { was: Mode | null })
    | { scope: 'object'; kind: MutableKind; name: string | null; muted: boolean }
    | { scope: 'schedule'; before: Partial<ScheduleView>; after: Partial<ScheduleView> }
  )[];
  isReverted: boolean;
}

export interface Mute {
  kind: MutableKind;
  id: string;
  /** Null: not shown any more. */
  name: string | null;
  handle: string | null;
  until: string | null;
}

/** A decision as it is told: dates as ISO 8601. */
export type ToldDecision =
  | { channel: Channel; outcome: 'now'; rule: Rule }
  | { channel: Channel; outcome: 'held'; until: string; rule: Rule }
  | { channel: Channel; outcome: 'bundled'; at: string; rule: Rule }
  | { channel: Channel; outcome: 'off'; rule: Rule }
  | { channel: Channel; outcome: 'unused' };

/** What became of a notification on a channel. */
export interface ToldDelivery {
  channel: Channel;
  state: DeliveryState;
  rule: Rule;
  dueAt: string | null;
  sentAt: string | null;
  failure: string | null;
}

/** The same in a list of all of them. */
export interface DeliveryLine extends ToldDelivery {
  /** Of its event; with the channel it names the delivery. */
  id: string;
  type: NotificationType;
  /** ISO 8601 */
  at: string;
  /** Whose doing it was and which group it was about, by name; null: nobody's, or not shown. */
  actor: string | null;
  group: string | null;
  /** The app that sent it, by name; null: none, or one that is no more. */
  app: string | null;
}

/** A line of the inbox. */
export interface NotificationView {
  /** Of its event; with the person it names the notification. */
  id: string;
  type: NotificationType;
  /** ISO 8601 */
  at: string;
  /** Null: nobody's doing, or somebody who has left or is not shown. */
  actor: { userId: string; handle: string; displayName: string; photoId: string | null } | null;
  group: { id: string; name: string } | null;
  /** The app that sent it; null: none, or one that is no more. */
  app: { id: string; name: string } | null;
  data: Record<string, unknown>;
  /** Where one goes to see what it is about; null: it says all there is. */
  href: string | null;
  read: boolean;
  archived: boolean;
  snoozedUntil: string | null;
  /** Why it came, and on which other ways. */
  deliveries: ToldDelivery[];
}
