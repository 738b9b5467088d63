'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useId, useRef, useState } from 'react';
import { isolate } from '@/components/isolate';
import { trpc } from '@/components/trpc';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';
import { When } from '@/components/when';
import { momentText } from '@/messages/dates';
import type { AnnouncementView } from '@/server/notifications/announcements';

const TONES = { scheduled: 'neutral', sending: 'warning', sent: 'success', cancelled: 'neutral' } as const;

/** An announcement: what it says, for whom, how many have it, and as long as something of it has still to go how to stop that. */
export function AnnouncementRow({ announcement }: { announcement: AnnouncementView }) {
  const t = useTranslations('announcements');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const router = useRouter();
  const tellRefusal = useRefusalToast();
  const audienceWords = useAudienceWords();
  const common = useTranslations('common');
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  const isStopped = useRef(false);
  const stopsId = useId();
  const { id, title, body, by, createdAt, dueAt, state, mayCancel, people } = announcement;
  const stops = mayCancel && (state === 'sending' || state === 'sent') ? t(`stops.${state}`) : undefined;
  const here = locale === 'fr' ? 'fr' : 'en';
  const name = title[here] ?? title.en ?? title.fr ?? '';
  const moment = dueAt === null ? '' : momentText({ at: new Date(dueAt), locale, timeZone });

  async function cancel() {
    setBusy(true);
    try {
      await trpc.notifications.announcements.cancel.mutate({ id });
      isStopped.current = true;
      void showToast({ text: t('cancelled'), tone: 'success' });
    } catch (error) {
      tellRefusal(error);
    }
    // Also where it was too late: then there is nothing to stop any more.
    router.refresh();
    setAsking(false);
    setBusy(false);
  }

  return (
    <li
      ref={row}
      tabIndex={-1}
      className="flex flex-wrap items-start gap-3 py-4 outline-none first:pt-0 last:pb-0"
    >
      <div className="min-w-0 flex-1 basis-64">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="min-w-0 font-medium text-md wrap-anywhere">{name}</bdi>
          <Badge tone={TONES[state]}>{t(`states.${state}`, { moment })}</Badge>
        </div>
        <p dir="auto" className="mt-1 line-clamp-2 text-md text-text-muted wrap-anywhere">
          {body[here] ?? body.en ?? body.fr}
        </p>
        <p className="mt-1 flex flex-wrap gap-x-3 gap-y-0.5 text-sm text-text-muted">
          <span>{t('for', { who: audienceWords(announcement) })}</span>
          {state !== 'scheduled' && <span>{t('told', { count: people })}</span>}
          <span className="wrap-anywhere">{t('by', { name: isolate(by ?? t('somebody')) })}</span>
          <When at={createdAt} />
        </p>
        {stops && (
          <p id={stopsId} className="mt-1 text-sm text-text-muted">
            {stops}
          </p>
        )}
      </div>
      {mayCancel && (
        <Button
          size="sm"
          aria-describedby={stops ? stopsId : undefined}
          aria-label={t('cancelNamed', { title: isolate(name) })}
          onClick={() => setAsking(true)}
        >
          {t('cancel')}
        </Button>
      )}
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('cancelTitle', { title: isolate(name) })}
        description={stops ?? t('stops.scheduled', { moment })}
        cancelLabel={common('cancel')}
        confirmLabel={t('cancelConfirm')}
        tone="danger"
        loading={busy}
        onConfirm={() => void cancel()}
        // Where it was stopped the button goes.
        finalFocus={() => (isStopped.current ? row.current : null)}
      />
    </li>
  );
}

function useAudienceWords() {
  const t = useTranslations('announcements');
  const roles = useTranslations('roles.builtIn');
  return ({ audience: { role, roleKey, group, locale } }: AnnouncementView) => {
    const isKnown = roleKey === 'moderator' || roleKey === 'administrator';
    const parts = [
      isKnown ? roles(roleKey) : role,
      group,
      locale === null ? null : locale === 'fr' ? 'Français' : 'English',
    ].filter((part) => part !== null);
    return parts.length === 0 ? t('everyone') : parts.map(isolate).join(', ');
  };
}
