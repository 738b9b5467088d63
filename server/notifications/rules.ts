import type { Channel, Mode, PreferenceScope } from '@/db/schema/notifications';
import { entryOf, type NotificationType, TYPES } from './catalog';

/** What decided about a notification on a channel; it is kept with the delivery and told to its person. */
export type Rule =
  | 'locked'
  | `object:${string}`
  | `type:${string}`
  | `category:${string}`
  | 'global'
  | 'default'
  /** Held by these, whatever the mode is. */
  | 'pause'
  | 'quietHours'
  /** Not sent, since it was read, since they were here, since what it tells of is no more, since there is nowhere to send it, since it was called off. */
  | 'read'
  | 'online'
  | 'gone'
  | 'noBrowser'
  | 'inactive'
  | 'cancelled'
  /** Had by mail as often as anybody wants: not sent, or held until the hour is over. */
  | 'tooMany';

export type Decision =
  | { outcome: 'now'; rule: Rule }
  /** Goes by itself, as soon as it may. */
  | { outcome: 'held'; until: Date; rule: Rule }
  | { outcome: 'bundled'; at: Date; rule: Rule }
  | { outcome: 'off'; rule: Rule }
  /** The type does not use the channel. */
  | { outcome: 'unused' };

/** A wish of somebody, as it is stored. */
export interface Preference {
  scope: PreferenceScope;
  key: string;
  channel: Channel;
  mode: Mode;
  mutedUntil: Date | null;
}

/** Of whom and of what somebody can want to hear nothing. */
export const MUTABLE = ['person', 'group', 'app'] as const;
export type MutableKind = (typeof MUTABLE)[number];

export function isMutable(kind: string | undefined): kind is MutableKind {
  return MUTABLE.some((name) => name === kind);
}

/** What a key such as `person:<id>` is of. */
export function kindOf(key: string): MutableKind {
  const [kind] = key.split(':');
  return isMutable(kind) ? kind : 'group';
}

/** The keys by which somebody may have muted what an event is about, or the app that sent it. */
export function objectKeys(event: {
  actorId: string | null;
  groupId: string | null;
  clientId: string | null;
}): string[] {
  const { actorId, groupId, clientId } = event;
  return [
    ...(actorId ? [`person:${actorId}`] : []),
    ...(groupId ? [`group:${groupId}`] : []),
    ...(clientId ? [`app:${clientId}`] : []),
  ];
}

/** The mode without any wish; undefined where the type does not use the channel. */
export function defaultMode(type: NotificationType, channel: Channel): Mode | undefined {
  return entryOf(type).channels[channel];
}

export function isLocked(type: NotificationType, channel: Channel): boolean {
  return entryOf(type).locked?.[channel] !== undefined;
}

export function categoryOf(type: NotificationType) {
  return TYPES[type].category;
}

/** The folders of the inbox of notifications; `held`: what has not come by mail or push, and why. */
export const FOLDERS = ['unread', 'all', 'archived', 'held'] as const;
export type FolderName = (typeof FOLDERS)[number];
