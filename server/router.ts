import { account } from './routers/account';
import { apps } from './routers/apps';
import { auth } from './routers/auth';
import { contacts } from './routers/contacts';
import { messages } from './routers/messages';
import { operations } from './routers/operations';
import { privacy } from './routers/privacy';
import { profile } from './routers/profile';
import { viewer } from './routers/viewer';
import { createCallerFactory, router } from './trpc';

export const appRouter = router({
  account,
  apps,
  auth,
  contacts,
  messages,
  operations,
  privacy,
  profile,
  viewer,
});
export type AppRouter = typeof appRouter;

export const createCaller = createCallerFactory(appRouter);
export type Caller = ReturnType<typeof createCaller>;
