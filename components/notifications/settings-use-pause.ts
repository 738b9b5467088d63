import { useRouter } from 'next/navigation';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';
import { momentText } from '@/messages/dates';

/** Pauses until a moment, or ends the pause: at once, with Undo. */
export function usePause(now: string | null) {
  const t = useTranslations('notificationSettings');
  const router = useRouter();
  const locale = useLocale();
  const timeZone = useTimeZone();
  const tellRefusal = useRefusalToast();
  const [changing, startChanging] = useTransition();

  function pauseUntil(until: string | null, isUndo = false) {
    startChanging(async () => {
      try {
        const trpc = await fetchTrpc();
        await trpc.notifications.pause.mutate({ until });
        const moment = until && momentText({ at: new Date(until), locale, timeZone });
        void showToast({
          // Under a name of its own: the message with Undo is still on its way out, and would take this one with it.
          id: isUndo ? 'pauseUndone' : 'pause',
          text: moment ? t('pause.set', { moment }) : t('now.ended'),
          tone: 'success',
          action: isUndo ? undefined : { label: t('undo'), onAction: () => pauseUntil(now, true) },
        });
        router.refresh();
      } catch (error) {
        tellRefusal(error);
      }
    });
  }

  return { pauseUntil, changing };
}
