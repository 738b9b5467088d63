import { useTranslations } from 'next-intl';
import type { NotificationView } from '@/server/notifications/types';

const wordOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** What a notification says, in one sentence; names are kept from turning the direction of what stands around them. */
export function useSentence() {
  const t = useTranslations('notifications');
  const isolated = (name: string) => `\u2068${name}\u2069`;
  return ({ type, actor, group, app, data }: NotificationView) =>
    t(`types.${type}`, {
      actor: actor ? isolated(actor.displayName) : t('somebody'),
      group: group ? isolated(group.name) : t('someGroup'),
      app: app ? isolated(app.name) : t('someApp'),
      kind: wordOf(data.kind),
      outcome: wordOf(data.outcome),
      title: isolated(wordOf(data.title)),
    });
}
