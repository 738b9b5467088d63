import { type Database, openDatabase } from '@/db/client';
import { type RunningApp, startApp } from '@/e2e/support/app';
import { SECRET } from '@/server/testing/callers';
import { type Given, makeGiven } from '@/server/testing/factories';
import { type DatabaseServer, startDatabaseServer } from './database-server';
import type { Ground } from './ground';
import { type MailServer, startMailServer } from './mail-server';

/** Where people act, whatever is behind it, and how to see what came of it. */
export interface Scene {
  app: { port: number };
  server: DatabaseServer;
  mail: MailServer;
  /** Of the app's database, beside whatever is put between. */
  databaseUrl: string;
  /** A look into it from outside, and people made in it. */
  db: Database;
  given: Given;
}

/** The built app as in a real installation, with all that it stands on. */
export interface Stage extends Scene {
  /** The one that runs now: another after `startAgain`. */
  app: RunningApp;
  dataDir: string;
  /** Starts the app anew on the same database and files, after it was killed. @returns milliseconds from command to Ready */
  startAgain(): Promise<number>;
}

interface Wish {
  server?: DatabaseServer;
  /** A database of that server; a new one unless given. */
  databaseUrl?: string;
  dataDir?: string;
  env?: Record<string, string>;
  /** Leads the app to its database by another way: a proxy. */
  through?: (databaseUrl: string) => Promise<string> | string;
}

/** Sets the stage: database, mail server, and the app at its Ready. */
export async function setStage(ground: Ground, wish: Wish = {}): Promise<Stage> {
  const server = wish.server ?? (await startDatabaseServer(ground));
  const mail = await startMailServer(ground);
  const databaseUrl = wish.databaseUrl ?? (await server.createDatabase());
  const dataDir = wish.dataDir ?? (await ground.directory());
  const appUrl = (await wish.through?.(databaseUrl)) ?? databaseUrl;
  const start = () => startApp({ databaseUrl: appUrl, dataDir, env: { ...envWith(mail), ...wish.env } });
  const connection = openDatabase(databaseUrl, { max: 4, applicationName: 'faults' });
  ground.onEnd(() => connection.end({ timeout: 1 }));
  const stage: Stage = {
    app: await start(),
    ...{ server, mail, databaseUrl, dataDir },
    db: connection.db,
    given: makeGiven(connection.db),
    async startAgain() {
      const begun = performance.now();
      stage.app = await start();
      return performance.now() - begun;
    },
  };
  ground.onEnd(async () => {
    const code = await stage.app.stop();
    if (code !== 0) throw new Error(`the app ended with ${code ?? 'a signal'}:\n${stage.app.output()}`);
  });
  return stage;
}

/** A real installation, as factories make what is signed; it believes us where a request comes from. */
export function envWith(mail: MailServer): Record<string, string> {
  return {
    APP_URL: 'http://localhost:3000',
    HOST: '127.0.0.1',
    AUTH_SECRET: SECRET,
    SMTP_URL: mail.url,
    MAIL_FROM: 'Foyer <foyer@example.test>',
    TRUSTED_PROXIES: '127.0.0.1',
    LOG_LEVEL: 'warn',
    // One alone: nobody is there to take over meanwhile.
    DRAIN_SECONDS: '0',
  };
}
