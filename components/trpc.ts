import { createTRPCClient, httpBatchLink, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import type { AppRouter } from '@/server/router';
import { refusalOf } from './refusal';
import type { SignedOutReason } from './session-over';

/** The one place where it is noticed that a session or an account is over, whatever it was that the person wanted. */
const noticeEnd: TRPCLink<AppRouter> = () => {
  return ({ next, op }) =>
    observable((observer) =>
      next(op).subscribe({
        ...observer,
        error(error) {
          const { reason } = refusalOf(error);
          if (reason === 'SESSION_ENDED' || reason === 'SIGNED_OUT' || reason === 'ACCOUNT_INACTIVE')
            leave(reason);
          observer.error(error);
        },
      }),
    );
};

/** Fetched for it: the pages before sign-in have this client as well, and nothing to leave for. */
function leave(reason: SignedOutReason | 'ACCOUNT_INACTIVE') {
  import('./session-over').then(
    ({ goToSignIn, goToAccount }) => (reason === 'ACCOUNT_INACTIVE' ? goToAccount() : goToSignIn(reason)),
    // Without it the refusal stands where it was met, with its sentence.
    () => undefined,
  );
}

/** Procedures over HTTP, those of one tick in one request. Streams have a client of their own (components/live). */
export const trpc = createTRPCClient<AppRouter>({
  links: [noticeEnd, httpBatchLink({ url: '/api/trpc', maxItems: 20 })],
});
