import type { NotificationType } from '@/server/notifications/catalog';
import type { Rule } from '@/server/notifications/rules';

const CARDS: Partial<Record<Rule, string>> = {
  pause: 'notificationPause',
  quietHours: 'quietHours',
  online: 'mailWhileOnline',
  read: 'mailWhileOnline',
  noBrowser: 'pushBrowsers',
  global: 'notificationKinds',
};

/** The id, on /settings/notifications, of the row or card that says what this rule does with this type. */
export function anchorOf(rule: Rule, type: NotificationType): string {
  if (rule.startsWith('object:')) return 'mutes';
  if (rule.startsWith('category:')) return categoryAnchor(rule.slice('category:'.length));
  return CARDS[rule] ?? type;
}

/** Of the row with the switches of a whole category. */
export function categoryAnchor(category: string) {
  return `category.${category}`;
}
