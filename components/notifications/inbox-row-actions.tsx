import { Archive, ArchiveRestore, Clock, Ellipsis, Mail, MailOpen } from 'lucide-react';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Menu, type MenuEntry } from '@/components/ui/menu';
import { momentText } from '@/messages/dates';
import type { Mute, NotificationView } from '@/server/notifications/types';
import { SNOOZES, snoozeUntil } from './inbox-snooze';
import type { useNotificationActions } from './inbox-use-actions';

interface Props {
  notification: NotificationView;
  sentence: string;
  isWhyOpen: boolean;
  onWhy: () => void;
  actions: ReturnType<typeof useNotificationActions>;
}

/** What can be done with a notification, each named with what it is about. */
export function InboxRowActions({ notification, sentence, isWhyOpen, onWhy, actions }: Props) {
  const t = useTranslations('notifications');
  const locale = useLocale();
  const timeZone = useTimeZone() ?? 'UTC';
  const { id, read, archived, snoozedUntil, actor, group, app } = notification;

  const snoozes = SNOOZES.flatMap((snooze): MenuEntry[] => {
    const until = snoozeUntil(snooze, { now: new Date(), timeZone });
    if (!until) return [];
    const moment = momentText({ at: until, locale, timeZone });
    const onSelect = () => void actions.snooze(notification, until, moment);
    return [{ kind: 'action', label: t(`snoozes.${snooze}`), onSelect }];
  });
  const mute = (whom: Pick<Mute, 'kind' | 'id'>, name: string): MenuEntry => ({
    kind: 'action',
    label: t('mute', { name }),
    onSelect: () => void actions.mute(whom, name),
  });

  return (
    <div className="flex items-center">
      <Button
        variant="ghost"
        size="icon"
        data-key="read"
        aria-label={t('named', { action: t(read ? 'markUnread' : 'markRead'), sentence })}
        onClick={() => void actions.mark(id, !read)}
      >
        {read ? <Mail aria-hidden="true" /> : <MailOpen aria-hidden="true" />}
      </Button>
      {snoozedUntil === null && (
        <Button
          variant="ghost"
          size="icon"
          data-key="archive"
          aria-label={t('named', { action: t(archived ? 'unarchive' : 'archive'), sentence })}
          onClick={() => void actions.archive(notification)}
        >
          {archived ? <ArchiveRestore aria-hidden="true" /> : <Archive aria-hidden="true" />}
        </Button>
      )}
      {!archived && snoozedUntil === null && (
        <span data-key="snooze">
          <Menu
            label={t('named', { action: t('snooze'), sentence })}
            trigger={<Clock aria-hidden="true" />}
            triggerSize="icon"
            align="end"
            entries={snoozes}
          />
        </span>
      )}
      <Menu
        label={t('named', { action: t('more'), sentence })}
        trigger={<Ellipsis aria-hidden="true" />}
        triggerSize="icon"
        align="end"
        entries={[
          { kind: 'action', label: t(isWhyOpen ? 'whyClose' : 'whyOpen'), onSelect: onWhy },
          ...(snoozedUntil === null
            ? []
            : [
                {
                  kind: 'action',
                  label: t('wake'),
                  onSelect: () => void actions.wake(notification),
                } satisfies MenuEntry,
              ]),
          ...(actor || group || app ? [{ kind: 'separator' } satisfies MenuEntry] : []),
          ...(actor ? [mute({ kind: 'person', id: actor.userId }, actor.displayName)] : []),
          ...(group ? [mute({ kind: 'group', id: group.id }, group.name)] : []),
          ...(app ? [mute({ kind: 'app', id: app.id }, app.name)] : []),
        ]}
      />
    </div>
  );
}
