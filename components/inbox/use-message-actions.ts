import { useTranslations } from 'next-intl';
import { useNameOf } from '@/components/contacts/use-name-of';
import { fetchTrpc } from '@/components/fetch-trpc';
import { useReadAnew } from '@/components/read-anew';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';
import type { MessageView } from '@/server/messages/queries';
import type { useFolder } from './use-folder';

type Client = Awaited<ReturnType<typeof fetchTrpc>>;

/** What can be done with a message: shown at once, and taken back alone where it was refused. */
export function useMessageActions(folder: ReturnType<typeof useFolder>) {
  const t = useTranslations('inbox');
  const readAnew = useReadAnew();
  const nameOf = useNameOf();
  const tellRefusal = useRefusalToast();

  /** @returns whether it was done */
  async function attempt(act: (trpc: Client) => Promise<unknown>, takeBack: () => void) {
    try {
      await act(await fetchTrpc());
      return true;
    } catch (error) {
      takeBack();
      tellRefusal(error);
      return false;
    } finally {
      // The number beside the bell, and the other folder.
      readAnew();
    }
  }

  async function mark(id: string, read: boolean) {
    folder.showRead(id, read);
    await attempt(
      ({ messages }) => (read ? messages.markRead : messages.markUnread).mutate({ ids: [id] }),
      () => folder.showRead(id, undefined),
    );
  }

  async function remove({ id }: MessageView) {
    folder.hide([id]);
    const back = () => folder.showAgain([id]);
    if (!(await attempt(({ messages }) => messages.remove.mutate({ ids: [id] }), back))) return;
    void showToast({
      id,
      text: t('removed'),
      action: { label: t('undo'), onAction: () => void restore(id) },
    });
  }

  async function restore(id: string) {
    folder.showAgain([id]);
    const back = () => folder.hide([id]);
    if (await attempt(({ messages }) => messages.restore.mutate({ ids: [id] }), back))
      void showToast({ id, text: t('restored'), tone: 'success' });
  }

  /** With everything else that they wrote. */
  async function letIn({ id, senderId, from }: MessageView) {
    const theirs = folder.messages.filter((other) => senderId !== null && other.senderId === senderId);
    const ids = [id, ...theirs.map((other) => other.id)];
    folder.hide(ids);
    const back = () => folder.showAgain(ids);
    if (await attempt(({ messages }) => messages.letIn.mutate({ ids: [id] }), back))
      void showToast({ text: t('letInDone', { name: nameOf(from) }), tone: 'success' });
  }

  return { mark, remove, letIn };
}
