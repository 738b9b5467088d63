'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useCarriedOut } from '@/components/settings/use-carried-out';
import { trpc } from '@/components/trpc';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { momentText } from '@/messages/dates';
import type { ListedSession } from '@/server/auth/session-list';
import { Address } from './address';
import type { Reported } from './reported-notice';
import { useSessionWords } from './use-session-words';

interface Props {
  open: boolean;
  session: ListedSession;
  onClose: () => void;
  /** They are being ended here, and will be told here. */
  onEnding: () => void;
  onReported: (ended: Reported) => void;
}

const ENDS = ['unknownSessions', 'unknownApps', 'unknownTrust', 'unknownLinks'] as const;

/** "This was not me": says in plain words what will end, ends it, and tells what has. */
export function UnknownDialog({ open, session, onClose, onEnding, onReported }: Props) {
  const t = useTranslations('sessions');
  const common = useTranslations('common');
  const { deviceOf } = useSessionWords();
  const since = momentText({ at: session.createdAt, locale: useLocale(), timeZone: useTimeZone() });
  const { carryOut, busy, isDone, refusal } = useCarriedOut(async () => {
    onEnding();
    const ended = await trpc.auth.sessions.reportUnknown.mutate({ id: session.id });
    // Already behind the question, so that it is there to take the focus.
    onReported(ended);
  }, onClose);
  return (
    <AlertDialog
      open={open}
      onOpenChange={(stay) => !stay && onClose()}
      title={t('unknownTitle')}
      description={
        <ul className="flex flex-wrap gap-x-3">
          <li className="wrap-anywhere">{t('unknownFrom', { device: deviceOf(session), when: since })}</li>
          {session.place && <li className="wrap-anywhere">{session.place}</li>}
          {session.ip && (
            <li className="tabular wrap-anywhere">
              <Address ip={session.ip} />
            </li>
          )}
        </ul>
      }
      cancelLabel={common('cancel')}
      confirmLabel={t('unknownConfirm')}
      tone="danger"
      loading={busy}
      onConfirm={carryOut}
      finalFocus={() => (isDone ? document.getElementById('reported') : null)}
    >
      <div className="flex flex-col gap-3 text-md">
        <p>{t('unknownEnds')}</p>
        <ul className="flex list-disc flex-col gap-1 ps-5 marker:text-text-muted">
          {ENDS.map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
        <p className="text-text-muted">{t('unknownKept')}</p>
        <RefusalNote refusal={refusal} />
      </div>
    </AlertDialog>
  );
}
