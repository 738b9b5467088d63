import { useTranslations } from 'next-intl';
import { fetchTrpc } from '@/components/fetch-trpc';
import { useReadAnew } from '@/components/read-anew';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';
import type { Mute, NotificationView } from '@/server/notifications/types';
import type { useNotificationFolder } from './inbox-use-folder';

type Client = Awaited<ReturnType<typeof fetchTrpc>>['notifications'];

/** What can be done with a notification: shown at once, told with Undo, and taken back alone where it was refused. */
export function useNotificationActions(folder: ReturnType<typeof useNotificationFolder>) {
  const t = useTranslations('notifications');
  const readAnew = useReadAnew();
  const tellRefusal = useRefusalToast();

  /** @returns what came of it; undefined: it was refused */
  async function attempt<Answer>(act: (api: Client) => Promise<Answer>, takeBack: () => void) {
    try {
      return { answer: await act((await fetchTrpc()).notifications) };
    } catch (error) {
      takeBack();
      tellRefusal(error);
      return undefined;
    } finally {
      // The number beside the bell.
      readAnew();
    }
  }

  const tell = (id: string, text: string, undo: () => Promise<unknown>) =>
    void showToast({ id, text, action: { label: t('undo'), onAction: undo } });

  /** From here on it is as the server says, also where it is changed elsewhere. */
  async function settle(ids: string[]) {
    await folder.refresh();
    folder.showRead(ids, undefined);
  }

  async function mark(id: string, read: boolean) {
    folder.showRead([id], read);
    const back = () => folder.showRead([id], undefined);
    if (await attempt(({ inbox }) => inbox.markRead.mutate({ ids: [id], read }), back)) await settle([id]);
  }

  /** Everything that is there by now, and not what comes meanwhile. */
  async function markAll() {
    const all = folder.notifications ?? [];
    const upTo = all[0]?.id;
    if (upTo === undefined) return;
    const ids = all.filter(({ read }) => !read).map(({ id }) => id);
    folder.showRead(ids, true);
    const back = () => folder.showRead(ids, undefined);
    const done = await attempt(({ inbox }) => inbox.markRead.mutate({ upTo }), back);
    if (!done) return;
    const { changed, asOf } = done.answer;
    await settle(ids);
    tell('all', t('allRead', { count: changed }), async () => {
      folder.showRead(ids, false);
      if (await attempt(({ inbox }) => inbox.markRead.mutate({ upTo, read: false, asOf }), back))
        await settle(ids);
    });
  }

  async function archive({ id, archived }: NotificationView) {
    const set = (to: boolean) =>
      attempt(({ inbox }) => inbox.archive.mutate({ ids: [id], archived: to }), back);
    const back = () => folder.showAgain([id]);
    folder.hide([id]);
    if (await set(!archived))
      tell(id, t(archived ? 'unarchived' : 'archived'), async () => {
        await set(archived);
        await folder.refresh();
        back();
      });
  }

  async function snooze({ id, read }: NotificationView, until: Date, words: string) {
    const back = () => folder.showAgain([id]);
    folder.hide([id]);
    const put = (moment: string | null) =>
      attempt(({ inbox }) => inbox.snooze.mutate({ ids: [id], until: moment }), back);
    if (await put(until.toISOString()))
      tell(id, t('snoozed', { until: words }), async () => {
        await put(null);
        if (read) await mark(id, true);
        await folder.refresh();
        back();
      });
  }

  async function wake({ id }: NotificationView) {
    if (
      await attempt(
        ({ inbox }) => inbox.snooze.mutate({ ids: [id], until: null }),
        () => undefined,
      )
    ) {
      await folder.refresh();
      void showToast({ id, text: t('woken'), tone: 'success' });
    }
  }

  async function mute(whom: Pick<Mute, 'kind' | 'id'>, name: string) {
    const done = await attempt(
      ({ mutes }) => mutes.add.mutate({ ...whom, from: 'inbox' }),
      () => undefined,
    );
    if (done)
      tell(whom.id, t('muted', { name }), () =>
        attempt(
          ({ mutes }) => mutes.remove.mutate({ ...whom, from: 'inbox' }),
          () => undefined,
        ),
      );
  }

  return { mark, markAll, archive, snooze, wake, mute };
}
