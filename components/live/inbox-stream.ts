import { createTRPCClient, httpSubscriptionLink } from '@trpc/client';
import { fetchTrpc } from '@/components/fetch-trpc';
import { needsSignIn, refusalOf } from '@/components/refusal';
import type { AppRouter } from '@/server/router';
import { followChanges, type StreamHandlers } from './follow-changes';

/** Streams alone; see access-stream.ts. */
const streams = createTRPCClient<AppRouter>({ links: [httpSubscriptionLink({ url: '/api/trpc' })] });

/** How much waits in the inbox, as the bell shows it. */
type Listener = (waiting: number) => void;

const listeners = new Set<Listener>();
let stop: (() => void) | undefined;
/** Of the last message that came, by which a stream that is opened anew goes on. */
let lastEventId: string | undefined;
/** What that message said, until it is handed on. */
let said: number | undefined;
/** What was handed on last, for who begins to listen later. */
let known: number | undefined;

/**
 * Calls `listener` with how much waits in the inbox, at once where that is known and whenever something there may have changed,
 * in this tab: one stream for all who listen. @returns how to stop
 */
export function followInbox(listener: Listener): () => void {
  listeners.add(listener);
  if (known !== undefined) listener(known);
  stop ??= followChanges({
    open,
    isVisible: () => document.visibilityState === 'visible',
    onVisibility: (call) => {
      document.addEventListener('visibilitychange', call);
      return () => document.removeEventListener('visibilitychange', call);
    },
    onChange: () => void tell(),
    // What is read stays: the next thing that its person does says that the session is over.
    onEnded: () => undefined,
  });
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop?.();
    stop = undefined;
  };
}

async function tell() {
  // Without a message there is no stream: it is asked for.
  const waiting = said ?? (await ask());
  said = undefined;
  if (waiting === undefined) return;
  known = waiting;
  for (const listener of listeners) listener(waiting);
}

async function ask() {
  try {
    const counts = await (await fetchTrpc()).messages.unread.query();
    return Object.values(counts).reduce((sum, count) => sum + count);
  } catch {
    return undefined;
  }
}

function open({ onMessage, onFailed }: StreamHandlers) {
  const stream = streams.notifications.stream.subscribe(
    { ...(lastEventId !== undefined && { lastEventId }) },
    {
      onData: ({ id, data }) => {
        lastEventId = id;
        if (data.kind === 'changed') said = data.waiting;
        onMessage(data);
      },
      onError: (error) => onFailed({ sessionEnded: needsSignIn(refusalOf(error)) }),
      onComplete: () => onFailed({ sessionEnded: false }),
      // The browser would connect again by itself, at an interval of its own.
      onConnectionStateChange: ({ state, error }) => {
        if (state === 'connecting' && error) onFailed({ sessionEnded: false });
      },
    },
  );
  return () => stream.unsubscribe();
}
