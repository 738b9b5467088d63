'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useNameOf } from '@/components/contacts/use-name-of';
import { Button } from '@/components/ui/button';
import { TextLink } from '@/components/ui/text-link';
import { showToast } from '@/components/ui/toast';
import { useLazyPart } from '@/components/ui/use-lazy-part';
import type { RowProps } from './message-row';

const load = () => import('@/components/contacts/message-form').then((module) => module.MessageForm);

/** A message as it was written, line by line, and below it what can be done. Nothing in it becomes a link. */
export function OpenMessage({
  message,
  isRequest,
  onUnread,
  onRemove,
  onLetIn,
  onBlock,
  onReport,
}: RowProps) {
  const t = useTranslations('inbox');
  const contacts = useTranslations('contacts');
  const reporting = useTranslations('reporting');
  const name = useNameOf()(message.from);
  const [answering, setAnswering] = useState(false);
  const Form = useLazyPart(load, answering);
  const answer = useRef<HTMLDivElement>(null);
  const answerButton = useRef<HTMLButtonElement>(null);
  const { from, senderId, body, isHidden, isBlocked, mayAnswer } = message;

  useEffect(() => {
    if (answering && Form) answer.current?.querySelector('textarea')?.focus();
  }, [answering, Form]);

  function stopAnswering() {
    setAnswering(false);
    requestAnimationFrame(() => answerButton.current?.focus());
  }

  return (
    <div className="flex flex-col gap-4">
      {isHidden ? (
        <p className="text-md text-text-muted">{t('hidden')}</p>
      ) : (
        <p dir="auto" className="readable whitespace-pre-wrap text-base wrap-anywhere">
          {body}
        </p>
      )}
      {from ? (
        <p className="text-sm">
          <TextLink href={`/u/${from.handle}`} prefetch={false} className="wrap-anywhere">
            {t('viewPage', { name })}
          </TextLink>
        </p>
      ) : (
        <p className="text-sm text-text-muted">{t('gone')}</p>
      )}
      {answering && Form && senderId !== null ? (
        <div ref={answer}>
          <Form
            toId={senderId}
            label={t('answerTo', { name })}
            onCancel={stopAnswering}
            onSent={() => {
              stopAnswering();
              void showToast({ text: contacts('sent', { name }), tone: 'success' });
            }}
          />
        </div>
      ) : (
        <div className="flex flex-wrap gap-2">
          {isRequest && (
            <Button size="sm" variant="primary" onClick={onLetIn}>
              {t('letIn')}
            </Button>
          )}
          {mayAnswer && senderId !== null && (
            <Button ref={answerButton} size="sm" onClick={() => setAnswering(true)}>
              {t('answer')}
            </Button>
          )}
          <Button size="sm" variant="ghost" onClick={onUnread}>
            {t('markUnread')}
          </Button>
          <Button size="sm" variant="ghost" onClick={onRemove}>
            {t('remove')}
          </Button>
          {senderId !== null && !isBlocked && (
            <Button size="sm" variant="ghost" aria-haspopup="dialog" onClick={() => onBlock(senderId)}>
              {contacts('block')}
            </Button>
          )}
          {senderId !== null && (
            <Button size="sm" variant="ghost" aria-haspopup="dialog" onClick={onReport}>
              {reporting('report')}
            </Button>
          )}
        </div>
      )}
      {!mayAnswer && <p className="text-sm text-text-muted">{t('cannotAnswer')}</p>}
    </div>
  );
}
