import { useLocale, useTranslations } from 'next-intl';
import type { Category, NotificationType } from '@/server/notifications/catalog';
import type { Channel } from './settings-matrix-state';

/** What kinds, groups and channels are called. */
export function useSettingsWords() {
  const t = useTranslations('notificationSettings');
  const types = useTranslations('notificationTypes');
  const locale = useLocale();
  /** Within a sentence: "new sign-in". */
  const inSentence = (name: string) => name.charAt(0).toLocaleLowerCase(locale) + name.slice(1);
  const named = (what: string, channel: Channel) =>
    t('cell', { channel: t(`channels.${channel}`), name: inSentence(what) });
  return {
    typeName: (type: NotificationType) => types(type),
    categoryName: (category: Category) => t(`categories.${category}`),
    /** "E-mail for new sign-in". */
    cellName: (type: NotificationType, channel: Channel) => named(types(type), channel),
    /** "E-mail for all of groups". */
    groupName: (category: Category | '', channel: Channel) =>
      category === ''
        ? t('cellEverything', { channel: t(`channels.${channel}`) })
        : t('cellGroup', {
            channel: t(`channels.${channel}`),
            name: inSentence(t(`categories.${category}`)),
          }),
  };
}
