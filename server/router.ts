import { apps } from './routers/apps';
import { auth } from './routers/auth';
import { operations } from './routers/operations';
import { profile } from './routers/profile';
import { viewer } from './routers/viewer';
import { createCallerFactory, router } from './trpc';

export const appRouter = router({ apps, auth, profile, operations, viewer });
export type AppRouter = typeof appRouter;

export const createCaller = createCallerFactory(appRouter);
export type Caller = ReturnType<typeof createCaller>;
