import { account } from './routers/account';
import { apps } from './routers/apps';
import { audit } from './routers/audit';
import { auth } from './routers/auth';
import { contacts } from './routers/contacts';
import { groups } from './routers/groups';
import { messages } from './routers/messages';
import { moderation } from './routers/moderation';
import { notifications } from './routers/notifications';
import { operations } from './routers/operations';
import { privacy } from './routers/privacy';
import { profile } from './routers/profile';
import { roles } from './routers/roles';
import { viewer } from './routers/viewer';
import { createCallerFactory, router } from './trpc';

export const appRouter = router({
  account,
  apps,
  audit,
  auth,
  contacts,
  groups,
  messages,
  moderation,
  notifications,
  operations,
  privacy,
  profile,
  roles,
  viewer,
});
export type AppRouter = typeof appRouter;

export const createCaller = createCallerFactory(appRouter);
export type Caller = ReturnType<typeof createCaller>;
