'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { PersonAvatar } from '@/components/photo/person-avatar';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';
import { When } from '@/components/when';
import type { MessageView } from '@/server/messages/queries';
import { OpenMessage } from './open-message';

export interface RowProps {
  message: MessageView;
  isRequest: boolean;
  isOpen: boolean;
  onToggle: () => void;
  onUnread: () => void;
  onRemove: () => void;
  onLetIn: () => void;
  onBlock: (senderId: string) => void;
  onReport: () => void;
}

/** A message: from whom, how it begins, when; opened in place it is whole, with what can be done about it. */
export function MessageRow(props: RowProps) {
  const t = useTranslations('inbox');
  const { message, isOpen, onToggle } = props;
  const { id, from, senderId, body, isHidden, at, read, isBlocked } = message;
  const whole = useId();
  return (
    <li data-row={id} tabIndex={-1} className="outline-none">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={whole}
        onClick={onToggle}
        className="flex w-full cursor-pointer items-start gap-3 p-4 text-start transition-colors focus-visible:-outline-offset-2 hover:bg-surface-hover sm:px-5"
      >
        <PersonAvatar id={senderId ?? id} name={from?.displayName ?? ''} photoId={from?.photoId} />
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
            <span className="flex min-w-0 items-center gap-2">
              {!read && (
                <>
                  <span aria-hidden="true" className="size-2 shrink-0 rounded-full bg-accent" />
                  <span className="sr-only">{t('unread')}: </span>
                </>
              )}
              <bdi className={cn('min-w-0 truncate text-md', read ? 'font-medium' : 'font-semibold')}>
                {from?.displayName ?? t('somebody')}
              </bdi>
            </span>
            {isBlocked && <Badge>{t('blocked')}</Badge>}
            <span className="ms-auto shrink-0 text-sm text-text-muted">
              <When at={at} />
            </span>
          </span>
          {!isOpen && isHidden && <span className="mt-0.5 block text-md text-text-muted">{t('hidden')}</span>}
          {!isOpen && !isHidden && (
            <bdi dir="auto" className="mt-0.5 line-clamp-2 text-md text-text-muted wrap-anywhere">
              {body}
            </bdi>
          )}
        </span>
      </button>
      <div id={whole} hidden={!isOpen} className="px-4 pt-1 pb-4 sm:ps-17 sm:pe-5">
        {isOpen && <OpenMessage {...props} />}
      </div>
    </li>
  );
}
