'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { useSignOut } from '@/components/navigation/use-sign-out';
import { refusalOf } from '@/components/refusal';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { showToast } from '@/components/ui/toast';
import { useRefusalWords } from '@/components/use-refusal-words';
import type { ListedSession } from '@/server/auth/session-list';
import { useSessionWords } from './use-session-words';

interface Props {
  session: ListedSession;
  /** The id of what tells this row from others in the same browser. */
  facts: string;
  /** It is being ended here, and will be told here. */
  onEnding: () => void;
  /** "This was not me" was pressed. */
  onUnknown: () => void;
}

/** What can be done about a session: of this device, sign out; of another, end it, or say that it is not one's own. */
export function RowActions(props: Props) {
  const t = useTranslations('sessions');
  const signOut = useSignOut();
  const device = useSessionWords().deviceOf(props.session);
  if (!props.session.current) return <OtherActions {...props} device={device} />;
  return (
    <Button size="sm" aria-label={t('signOutNamed', { device })} onClick={signOut}>
      {t('signOut')}
    </Button>
  );
}

function OtherActions({ session: { id }, facts, device, onEnding, onUnknown }: Props & { device: string }) {
  const t = useTranslations('sessions');
  const words = useRefusalWords();
  const router = useRouter();
  const [ending, setEnding] = useState(false);
  const [refreshing, startRefreshing] = useTransition();

  async function end() {
    setEnding(true);
    onEnding();
    try {
      const { ended } = await trpc.auth.sessions.revoke.mutate({ id });
      void showToast(
        ended
          ? { text: t('ended', { device }), description: t('endedText'), tone: 'success' }
          : { text: t('gone', { device }) },
      );
      startRefreshing(() => router.refresh());
    } catch (error) {
      void showToast({ text: words(refusalOf(error)), tone: 'danger' });
    } finally {
      setEnding(false);
    }
  }

  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        aria-label={t('unknownNamed', { device })}
        aria-describedby={facts}
        aria-haspopup="dialog"
        onClick={onUnknown}
      >
        {t('unknown')}
      </Button>
      <Button
        size="sm"
        loading={ending || refreshing}
        aria-label={t('endNamed', { device })}
        aria-describedby={facts}
        onClick={end}
      >
        {t('end')}
      </Button>
    </>
  );
}
