import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import type { MessageView } from '@/server/messages/queries';

export type FolderName = 'inbox' | 'requests';

export interface MessagePage {
  messages: MessageView[];
  /** What the page after it begins after; null at the end. */
  next: string | null;
}

/**
 * A folder as far as it was looked at. `first` is its first page as the server knows it by now, and stands above what was
 * loaded further; what is shown before the server knows it, a mark or a removal, is laid over it until then.
 */
export function useFolder(folder: FolderName, first: MessagePage) {
  const [older, setOlder] = useState<MessagePage>({ messages: [], next: first.next });
  const [seen, setSeen] = useState(first);
  const [loading, setLoading] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const [read, setRead] = useState<Record<string, boolean>>({});
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set());

  if (seen !== first) {
    setSeen(first);
    // Nothing was loaded further, or the folder became short: the end is where the server says.
    if (older.messages.length === 0 || first.next === null) setOlder({ messages: [], next: first.next });
  }

  async function loadMore() {
    if (loading || older.next === null) return;
    const after = older.next;
    setLoading(true);
    setRefusal(undefined);
    try {
      const page = await (await fetchTrpc()).messages.list.query({ folder, after });
      setOlder((now) => ({ messages: [...now.messages, ...page.messages], next: page.next }));
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setLoading(false);
    }
  }

  const known = new Set(first.messages.map(({ id }) => id));
  const all = [...first.messages, ...older.messages.filter(({ id }) => !known.has(id))];
  return {
    messages: all
      .filter(({ id }) => !removed.has(id))
      .map((message) => ({ ...message, read: read[message.id] ?? message.read })),
    hasMore: older.next !== null,
    loading,
    refusal,
    loadMore,
    /** Shown at once; undefined: as the server says again. */
    showRead: (id: string, value: boolean | undefined) =>
      setRead(({ [id]: _, ...others }) => (value === undefined ? others : { ...others, [id]: value })),
    hide: (ids: string[]) => setRemoved((now) => new Set([...now, ...ids])),
    showAgain: (ids: string[]) => setRemoved((now) => new Set([...now].filter((id) => !ids.includes(id)))),
  };
}
