import { useTranslations } from 'next-intl';
import { CATEGORIES, type NotificationType } from '@/server/notifications/catalog';
import type { Rule } from '@/server/notifications/rules';
import { useSettingsWords } from './settings-words';

/** Which rule it is, in the person's words. */
export function useRuleWords() {
  const t = useTranslations('notificationSettings.rules');
  const { typeName, categoryName } = useSettingsWords();
  return (rule: Rule, type: NotificationType) => {
    if (rule.startsWith('object:')) return t('object');
    if (rule.startsWith('type:')) return t('type', { name: typeName(type) });
    const category = CATEGORIES.find((name) => rule === `category:${name}`);
    return category ? t('category', { name: categoryName(category) }) : t(plain(rule));
  };
}

const PLAIN = [
  'locked',
  'global',
  'default',
  'pause',
  'quietHours',
  'read',
  'online',
  'gone',
  'noBrowser',
  'inactive',
  'cancelled',
  'tooMany',
] as const;

function plain(rule: Rule) {
  return PLAIN.find((name) => name === rule) ?? 'default';
}
