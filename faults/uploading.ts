import { setTimeout as sleep } from 'node:timers/promises';
import { and, eq } from 'drizzle-orm';
import sharp from 'sharp';
import { z } from 'zod';
import { photos } from '@/db/schema/photos';
import { photoClient } from '@/server/testing/photo-client';
import { type Activity, goOn } from './activity';
import { ask } from './ask';
import type { Stage } from './stage';
import { makeWriters } from './writing';

const Uploaded = z.object({ serverData: z.object({ photo: z.object({ id: z.string() }) }) });

const PEOPLE = 4;
/** Uploads that one person may begin in ten minutes, with one to spare. */
const UPLOADS = 29;

/** People who send one photo after the other. */
export async function startUploading(stage: Stage): Promise<Activity> {
  const people = await makeWriters(stage, PEOPLE);
  /** Of each person: the photo that was acknowledged last, and whether a later one was sent whose fate is open. */
  const last = new Map<string, { photoId: string; isOpen: boolean }>();
  let [sent, acknowledged] = [0, 0];
  const stop = goOn(
    people.map((person) => {
      let left = UPLOADS;
      return async () => {
        if (left <= 0) return;
        const known = last.get(person.id);
        if (known) known.isOpen = true;
        const photoId = await upload(stage.app.port, { person, shade: sent++ });
        if (photoId === undefined) return sleep(200);
        left--;
        acknowledged++;
        last.set(person.id, { photoId, isOpen: false });
      };
    }),
  );
  return {
    stop,
    async finding() {
      let [whole, right] = [0, 0];
      for (const person of people) {
        const isCurrent = and(eq(photos.userId, person.id), eq(photos.isCurrent, true));
        const current = await stage.db.select({ id: photos.id }).from(photos).where(isCurrent);
        const known = last.get(person.id);
        const isRight = current.length === 1 && (known?.isOpen || current[0]?.id === known?.photoId);
        if (isRight) right++;
        const path = `/api/photos/${current[0]?.id}/512.webp`;
        const shown = await ask(stage.app.port, { path, token: person.token });
        if (shown.status === 200 && shown.text.length > 100) whole++;
      }
      return {
        must: 'who has a photo has a whole one, and the last that was acknowledged',
        held: whole === PEOPLE && right === PEOPLE && acknowledged > PEOPLE,
        figure: `${sent} tries, ${acknowledged} acknowledged; ${whole} of ${PEOPLE} whole, ${right} right`,
      };
    },
  };
}

/** @returns the id of the photo; undefined when there was no answer, or a refusal */
export async function upload(
  port: number,
  { person, shade }: { person: { token: string }; shade: number },
): Promise<string | undefined> {
  const background = { r: shade & 255, g: (shade >> 8) & 255, b: 120 };
  const bytes = await sharp({ create: { width: 200, height: 200, channels: 3, background } })
    .png()
    .toBuffer();
  const answer = await photoClient({ port }, person)
    .upload(bytes)
    .catch(() => undefined);
  const uploaded = Uploaded.safeParse(answer);
  return uploaded.success ? uploaded.data.serverData.photo.id : undefined;
}
