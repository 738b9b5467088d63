import { useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import type { NotificationView } from '@/server/notifications/types';

const wordOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** What a notification says, in one sentence; names are kept from turning the direction of what stands around them. */
export function useSentence() {
  const t = useTranslations('notifications');
  return ({ type, actor, group, app, data }: NotificationView) =>
    t(`types.${type}`, {
      actor: actor ? isolate(actor.displayName) : t('somebody'),
      group: group ? isolate(group.name) : t('someGroup'),
      app: app ? isolate(app.name) : t('someApp'),
      kind: wordOf(data.kind),
      outcome: wordOf(data.outcome),
      title: isolate(wordOf(data.title)),
    });
}
