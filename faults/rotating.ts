import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Activity, goOn } from './activity';
import { anotherAddress, ask } from './ask';
import type { Scene } from './stage';
import { makeWriters } from './writing';

const Tokens = z.object({ refresh_token: z.string() });

const APPS = 6;

/** Apps that rotate their refresh token again and again; whose answer was lost shows the same one again, as an app does. */
export async function startRotating(scene: Scene): Promise<Activity> {
  const apps: { token: string; clientId: string; isOut: boolean }[] = [];
  for (const person of await makeWriters(scene, APPS)) {
    const { refreshToken, client } = await scene.given.appSession(person);
    apps.push({ token: refreshToken, clientId: client.id, isOut: false });
  }
  let [rotated, unanswered] = [0, 0];
  const rotate = async (app: (typeof apps)[number]) => {
    if (app.isOut) return;
    const form = { grant_type: 'refresh_token', client_id: app.clientId, refresh_token: app.token };
    const { status, text } = await ask(scene.app.port, {
      ...{ method: 'POST', path: '/api/oauth/token', body: new URLSearchParams(form).toString() },
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': anotherAddress() },
    });
    if (status === 200) {
      app.token = Tokens.parse(JSON.parse(text)).refresh_token;
      rotated++;
    } else if (status === 0 || status >= 500) {
      unanswered++;
      await sleep(200);
    } else app.isOut = true;
  };
  const stop = goOn(apps.map((app) => () => rotate(app)));
  return {
    stop,
    async finding() {
      // Once more, with the whole app there.
      for (const app of apps) await rotate(app);
      const out = apps.filter(({ isOut }) => isOut).length;
      const [row] = await scene.db.execute<{ families: number }>(
        sql`select count(*)::int as families from app_sessions`,
      );
      return {
        must: 'every app that was let in stays in, in one family',
        held: out === 0 && row?.families === APPS && rotated > APPS,
        figure: `${rotated} rotations, ${unanswered} without an answer; ${out} of ${APPS} apps out, ${row?.families} families`,
      };
    },
  };
}
