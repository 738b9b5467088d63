import type { Channel } from '@/db/schema/notifications';
import { entryOf, type NotificationType } from './catalog';
import { digestAfter, holdAt, type Schedule } from './hours';
import { categoryOf, type Decision, defaultMode, isLocked, type Preference, type Rule } from './rules';

export type { Schedule } from './hours';

export interface Question {
  type: NotificationType;
  channel: Channel;
  /** What it is about, of `objectKeys`. */
  objects: string[];
  /** All wishes of the person, in any order. */
  preferences: Preference[];
  schedule: Schedule;
  at: Date;
}

/**
 * What becomes of a notification on a channel, and by which rule: locked, then what its person wants of the object, the type,
 * the category, everything, then the default; a pause and quiet hours hold what would go at once by mail or push, and put off
 * the digest. Pure: the same for sending, for the page and for "what would happen if".
 */
export function decide(question: Question): Decision {
  const { type, channel, schedule, at } = question;
  const usual = defaultMode(type, channel);
  if (usual === undefined) return { outcome: 'unused' };
  if (isLocked(type, channel)) return { outcome: 'now', rule: 'locked' };
  const { mode, rule } = wishOf(question) ?? { mode: usual, rule: 'default' as Rule };
  if (mode === 'off') return { outcome: 'off', rule };
  // The inbox makes no noise, so there is nothing to wait for.
  if (channel === 'inApp') return { outcome: 'now', rule };
  if (mode === 'digest' && entryOf(type).digestable) {
    const digest = digestAfter(at, schedule);
    return { outcome: 'bundled', at: holdAt(digest, schedule)?.until ?? digest, rule };
  }
  const hold = holdAt(at, schedule);
  return hold ? { outcome: 'held', ...hold } : { outcome: 'now', rule };
}

function wishOf({ type, channel, objects, preferences, at }: Question) {
  const wanted = [
    ...objects.map((key) => ({ scope: 'object', key, rule: `object:${key}` as Rule })),
    { scope: 'type', key: type, rule: `type:${type}` as Rule },
    { scope: 'category', key: categoryOf(type), rule: `category:${categoryOf(type)}` as Rule },
    { scope: 'global', key: '', rule: 'global' as Rule },
  ];
  for (const { scope, key, rule } of wanted) {
    const found = preferences.find(
      (one) =>
        one.scope === scope &&
        one.key === key &&
        one.channel === channel &&
        (one.mutedUntil === null || one.mutedUntil > at),
    );
    if (found) return { mode: found.mode, rule };
  }
  return undefined;
}
