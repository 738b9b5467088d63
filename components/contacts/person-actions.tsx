'use client';

import { Ban, Check, Flag, ImageOff, MessageSquare, MoreHorizontal, UserMinus, UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { ReportDialog } from '@/components/moderation/report-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Menu, type MenuEntry } from '@/components/ui/menu';
import type { PersonView } from '@/server/privacy/person';
import { BlockDialog } from './block-dialog';
import { MessageDialog } from './message-dialog';
import { RemoveContactDialog } from './remove-contact-dialog';
import { useContactChange } from './use-contact-change';
import { useNameOf } from './use-name-of';

type Person = Pick<PersonView, 'userId' | 'displayName' | 'photo' | 'relation'>;
type Question = 'message' | 'remove' | 'block' | 'report' | 'reportPhoto';

/**
 * What somebody who is signed in can do about a person on that person's page: write, ask, answer, end it, block. It shows
 * what the policy allows; what was allowed a moment ago is refused by the server in words.
 */
export function PersonActions({ person }: { person: Person }) {
  const t = useTranslations('contacts');
  const reporting = useTranslations('reporting');
  const name = useNameOf()(person);
  const { change, busy } = useContactChange();
  const [question, setQuestion] = useState<{ what: Question; open: boolean }>();
  const { userId, photo, relation } = person;
  const between = `${relation.kind} ${relation.asked} ${relation.blocked}`;
  const lastBetween = useRef(between);
  const ask = (what: Question) => setQuestion({ what, open: true });
  const dialog = (what: Question) => ({
    open: question?.what === what && question.open,
    onClose: () => setQuestion({ what, open: false }),
  });

  const unblock = () =>
    change('unblock', (trpc) => trpc.privacy.blocks.remove.mutate({ userId }), {
      text: t('unblocked', { name }),
      tone: 'success',
    });
  const entries: MenuEntry[] = [
    ...(relation.kind === 'contact'
      ? [
          {
            kind: 'action',
            label: t('removeNamed', { name }),
            icon: <UserMinus />,
            onSelect: () => ask('remove'),
          } satisfies MenuEntry,
        ]
      : []),
    {
      kind: 'action',
      label: reporting('reportProfile', { name }),
      icon: <Flag />,
      onSelect: () => ask('report'),
    },
    ...(photo
      ? [
          {
            kind: 'action',
            label: reporting('reportPhoto', { name }),
            icon: <ImageOff />,
            onSelect: () => ask('reportPhoto'),
          } satisfies MenuEntry,
        ]
      : []),
    {
      kind: 'action',
      label: t('blockPerson', { name }),
      icon: <Ban />,
      tone: 'danger',
      onSelect: () => ask('block'),
    },
  ];

  // What was pressed may be gone with what it did: the focus then stays with what can be done now.
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body && between !== lastBetween.current) place.current?.focus();
    lastBetween.current = between;
  }, [between]);

  return (
    <div
      ref={place}
      tabIndex={-1}
      className={cn('flex flex-wrap items-center gap-2 outline-none', relation.blocked && 'basis-full')}
    >
      {relation.blocked ? (
        <div className="flex flex-1 flex-wrap items-center gap-3 rounded-md border bg-surface-sunken p-3">
          <p className="wrap-anywhere min-w-0 flex-1 basis-56 text-md">{t('blockedNote', { name })}</p>
          <Button size="sm" loading={busy('unblock')} onClick={unblock}>
            {t('unblock')}
          </Button>
          <Button size="sm" variant="ghost" aria-haspopup="dialog" onClick={() => ask('report')}>
            {reporting('report')}
          </Button>
        </div>
      ) : (
        <>
          {relation.mayMessage && (
            <Button variant="primary" aria-haspopup="dialog" onClick={() => ask('message')}>
              <MessageSquare aria-hidden="true" />
              {t('message')}
            </Button>
          )}
          <ContactAction person={person} name={name} />
          <Menu
            label={t('more', { name })}
            triggerSize="icon"
            trigger={<MoreHorizontal aria-hidden="true" />}
            entries={entries}
          />
        </>
      )}
      <MessageDialog {...dialog('message')} userId={userId} name={name} />
      <RemoveContactDialog {...dialog('remove')} person={person} />
      <ReportDialog {...dialog('report')} subject={{ kind: 'profile', id: userId }} name={name} />
      {photo && (
        <ReportDialog {...dialog('reportPhoto')} subject={{ kind: 'photo', id: photo.id }} name={name} />
      )}
      <BlockDialog
        {...dialog('block')}
        userId={userId}
        name={name}
        // The menu that asked is gone with what it offered.
        finalFocus={() => (relation.blocked ? place.current : null)}
      />
    </div>
  );
}

/** What is between the two as contacts, and the next step of it. */
function ContactAction({ person: { userId, relation }, name }: { person: Person; name: string }) {
  const t = useTranslations('contacts');
  const { change, busy } = useContactChange();
  if (relation.kind === 'contact')
    return (
      <Badge tone="success" icon={<Check aria-hidden="true" />}>
        {t('isContact')}
      </Badge>
    );
  if (relation.asked === 'by them')
    return (
      <div className="order-last flex basis-full flex-wrap items-center gap-2 rounded-md border bg-surface-sunken p-3">
        <p className="wrap-anywhere min-w-0 flex-1 basis-56 text-md">{t('asksYou', { name })}</p>
        <div className="flex flex-wrap gap-2">
          <Button
            size="sm"
            variant="ghost"
            loading={busy('decline')}
            onClick={() =>
              change('decline', (trpc) => trpc.contacts.decline.mutate({ userId }), {
                text: t('declined', { name }),
              })
            }
          >
            {t('decline')}
          </Button>
          <Button
            size="sm"
            loading={busy('accept')}
            onClick={() =>
              change('accept', (trpc) => trpc.contacts.accept.mutate({ userId }), {
                text: t('accepted', { name }),
                tone: 'success',
              })
            }
          >
            {t('accept')}
          </Button>
        </div>
      </div>
    );
  if (relation.asked === 'by me')
    return (
      <>
        <Badge>{t('askedWaiting')}</Badge>
        <Button
          variant="ghost"
          loading={busy('withdraw')}
          aria-label={t('withdrawNamed', { name })}
          onClick={() =>
            change('withdraw', (trpc) => trpc.contacts.withdraw.mutate({ userId }), { text: t('withdrawn') })
          }
        >
          {t('withdraw')}
        </Button>
      </>
    );
  if (!relation.mayAsk) return null;
  return (
    <Button
      loading={busy('ask')}
      onClick={() =>
        change('ask', (trpc) => trpc.contacts.ask.mutate({ userId }), {
          text: t('asked', { name }),
          tone: 'success',
        })
      }
    >
      <UserPlus aria-hidden="true" />
      {t('ask')}
    </Button>
  );
}
