import { useRouter } from 'next/navigation';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useRef, useTransition } from 'react';
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
  const underWay = useRef(false);

  function pauseUntil(until: string | null, isUndo = false) {
    // A second press while the first is under way would be a change of its own, also among what was changed.
    if (underWay.current) return;
    underWay.current = true;
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
      } finally {
        underWay.current = false;
      }
    });
  }

  return { pauseUntil, changing };
}
