import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/router';

/** Who looks at the page, as the frame around it needs to know. */
export type ViewerFacts = inferRouterOutputs<AppRouter>['viewer']['me'] & {
  photoId?: string | null;
  /** What is unread in the inbox, or waits there for an answer. */
  unread?: number | undefined;
};
