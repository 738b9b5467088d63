import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { TextLink } from '@/components/ui/text-link';
import { momentText } from '@/messages/dates';
import type { NotificationView, ToldDelivery } from '@/server/notifications/types';
import { anchorOf } from './settings-anchor';
import { useRuleWords } from './settings-rule-words';

/** Why it came, and what became of it on the other ways: for each the rule that says so, and the way to it. */
export function InboxWhy({ notification: { type, app, deliveries } }: { notification: NotificationView }) {
  const t = useTranslations('notifications.why');
  const ruleWords = useRuleWords();
  const became = useBecame();
  return (
    <ul className="flex flex-col gap-1 text-sm text-text-muted">
      {app && <li>{t('from', { app: isolate(app.name) })}</li>}
      {deliveries.length === 0 && <li>{t('forgotten')}</li>}
      {deliveries.map((delivery) => (
        <li key={delivery.channel}>
          {became(delivery)}{' '}
          <TextLink href={`/settings/notifications#${anchorOf(delivery.rule, type)}`} prefetch={false}>
            {ruleWords(delivery.rule, type)}
          </TextLink>
        </li>
      ))}
    </ul>
  );
}

/** "E-mail: held until 6 December 2026, 08:00." */
export function useBecame() {
  const t = useTranslations('notifications.why');
  const channels = useTranslations('notificationSettings.channels');
  const locale = useLocale();
  const timeZone = useTimeZone();
  return ({ channel, state, dueAt }: ToldDelivery) => {
    const moment = dueAt === null ? '' : momentText({ at: new Date(dueAt), locale, timeZone });
    return t(state, { channel: channels(channel), moment });
  };
}
