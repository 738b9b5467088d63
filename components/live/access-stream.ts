import { createTRPCClient, httpSubscriptionLink } from '@trpc/client';
import { needsSignIn, refusalOf } from '@/components/refusal';
import { goToSignIn } from '@/components/session-over';
import type { AppRouter } from '@/server/router';
import { followChanges, type StreamHandlers } from './follow-changes';

/** Streams alone, and fetched by whoever follows one: the other client is in the first load of most pages. */
const streams = createTRPCClient<AppRouter>({ links: [httpSubscriptionLink({ url: '/api/trpc' })] });

/** Follows what is signed in for this person, in this tab. @returns how to stop */
export function followAccess(onChange: () => void): () => void {
  return followChanges({
    open,
    isVisible: () => document.visibilityState === 'visible',
    onVisibility: (call) => {
      document.addEventListener('visibilitychange', call);
      return () => document.removeEventListener('visibilitychange', call);
    },
    onChange,
    onEnded: () => goToSignIn('SESSION_ENDED'),
  });
}

function open({ onMessage, onFailed }: StreamHandlers) {
  const stream = streams.auth.sessions.changes.subscribe(undefined, {
    onData: onMessage,
    onError: (error) => onFailed({ sessionEnded: needsSignIn(refusalOf(error)) }),
    onComplete: () => onFailed({ sessionEnded: false }),
    // The browser would connect again by itself, at an interval of its own.
    onConnectionStateChange: ({ state, error }) => {
      if (state === 'connecting' && error) onFailed({ sessionEnded: false });
    },
  });
  return () => stream.unsubscribe();
}
