'use client';

import { type Bell, KeyRound, Megaphone, Shield, UserRound, UsersRound } from 'lucide-react';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { PersonAvatar } from '@/components/photo/person-avatar';
import { cn } from '@/components/ui/cn';
import { Link } from '@/components/ui/link';
import { When } from '@/components/when';
import { momentText } from '@/messages/dates';
import { type Category, TYPES } from '@/server/notifications/catalog';
import type { FolderName } from '@/server/notifications/rules';
import type { NotificationView } from '@/server/notifications/types';
import { InboxRowActions } from './inbox-row-actions';
import type { useNotificationActions } from './inbox-use-actions';
import { InboxWhy, useBecame } from './inbox-why';
import { useSentence } from './inbox-words';
import { useRuleWords } from './settings-rule-words';

const ICONS: Record<Category, typeof Bell> = {
  security: KeyRound,
  account: UserRound,
  people: UserRound,
  groups: UsersRound,
  moderation: Shield,
  product: Megaphone,
};

interface Props {
  notification: NotificationView;
  folder: FolderName;
  actions: ReturnType<typeof useNotificationActions>;
}

/** A notification: what it says and the way to what it is about, by whom, when, what can be done, and why it came. */
export function InboxRow({ notification, folder, actions }: Props) {
  const t = useTranslations('notifications');
  const sentence = useSentence()(notification);
  const [isWhyOpen, setWhyOpen] = useState(false);
  const why = useId();
  const { id, type, at, actor, href, read, data } = notification;
  const Icon = ICONS[TYPES[type].category];
  const classes = cn('text-start text-md wrap-anywhere', read ? 'text-text' : 'font-semibold');
  const text = typeof data.text === 'string' && data.text !== '' ? data.text : undefined;
  const isOutside = href?.startsWith('https://');

  function open() {
    if (!read) void actions.mark(id, true);
  }

  return (
    <li data-row={id} tabIndex={-1} className="flex gap-3 p-4 outline-none sm:px-5">
      {actor ? (
        <PersonAvatar id={actor.userId} name={actor.displayName} photoId={actor.photoId} />
      ) : (
        <span
          aria-hidden="true"
          className="grid size-9 shrink-0 place-items-center rounded-full border bg-surface-sunken text-text-muted [&_svg]:size-4"
        >
          <Icon />
        </span>
      )}
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
          <div className="min-w-48 flex-1">
            <div className="flex items-baseline gap-2">
              {!read && (
                <>
                  <span
                    aria-hidden="true"
                    className="size-2 shrink-0 -translate-y-px rounded-full bg-accent"
                  />
                  <span className="sr-only">{t('unread')}: </span>
                </>
              )}
              {href === null ? (
                <button
                  type="button"
                  data-key="open"
                  aria-expanded={isWhyOpen}
                  aria-controls={why}
                  onClick={() => {
                    open();
                    setWhyOpen(!isWhyOpen);
                  }}
                  className={cn(classes, 'cursor-pointer rounded-sm')}
                >
                  {sentence}
                </button>
              ) : (
                <Link
                  href={href}
                  prefetch={false}
                  data-key="open"
                  onClick={open}
                  {...(isOutside && { target: '_blank', rel: 'noopener noreferrer' })}
                  className={cn(classes, 'rounded-sm underline-offset-3 hover:underline')}
                >
                  {sentence}
                  {isOutside && <span className="sr-only"> {t('newTab')}</span>}
                </Link>
              )}
            </div>
            {text && (
              <p dir="auto" className="mt-0.5 line-clamp-3 text-md text-text-muted wrap-anywhere">
                {text}
              </p>
            )}
            <p className="mt-0.5 text-sm text-text-muted">
              <When at={at} />
            </p>
            {folder === 'held' && <HeldWords notification={notification} />}
          </div>
          <InboxRowActions
            notification={notification}
            sentence={sentence}
            isWhyOpen={isWhyOpen}
            onWhy={() => setWhyOpen(!isWhyOpen)}
            actions={actions}
          />
        </div>
        <div id={why} hidden={!isWhyOpen} className="mt-2 rounded-md bg-surface-sunken p-3">
          {isWhyOpen && (
            <>
              <p className="mb-1 font-medium text-sm">{t('why.title')}</p>
              <InboxWhy notification={notification} />
            </>
          )}
        </div>
      </div>
    </li>
  );
}

/** What keeps it, until when, and by which rule. */
function HeldWords({ notification: { type, snoozedUntil, deliveries } }: { notification: NotificationView }) {
  const t = useTranslations('notifications');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const became = useBecame();
  const ruleWords = useRuleWords();
  const kept = deliveries.filter(({ state }) => state !== 'sent' && state !== 'queued');
  return (
    <ul className="mt-0.5 text-sm text-text-muted">
      {snoozedUntil !== null && (
        <li>{t('snoozed', { until: momentText({ at: new Date(snoozedUntil), locale, timeZone }) })}</li>
      )}
      {kept.map((delivery) => (
        <li key={delivery.channel}>
          {became(delivery)} {ruleWords(delivery.rule, type)}
        </li>
      ))}
    </ul>
  );
}
