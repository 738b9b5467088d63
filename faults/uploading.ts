import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { z } from 'zod';
import { photos } from '@/db/schema/photos';
import { KEPT_PHOTOS } from '@/server/photos/rules';
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
  /** Of each person: the photos that were acknowledged, the newest last. */
  const told = new Map<string, string[]>(people.map(({ id }) => [id, []]));
  let [sent, acknowledged] = [0, 0];
  const stop = goOn(
    people.map((person) => {
      let left = UPLOADS;
      return async () => {
        if (left <= 0) return;
        const photoId = await upload(stage.app.port, { person, shade: sent++ });
        if (photoId === undefined) return sleep(200);
        left--;
        acknowledged++;
        told.get(person.id)?.push(photoId);
      };
    }),
  );
  return {
    stop,
    async finding() {
      let [right, kept, broken] = [0, 0, 0];
      for (const person of people) {
        const theirs = await stage.db
          .select({ id: photos.id, isCurrent: photos.isCurrent })
          .from(photos)
          .where(eq(photos.userId, person.id));
        const acknowledgedIds = told.get(person.id) ?? [];
        const last = acknowledgedIds.at(-1) ?? '';
        // Ids are times: one that came later was sent as well, and its answer lost.
        const [current, ...others] = theirs.filter(({ isCurrent }) => isCurrent);
        if (current && others.length === 0 && current.id >= last) right++;
        const isThere = (id: string) =>
          theirs.some((photo) => photo.id === id) ||
          theirs.filter((photo) => photo.id > id).length > KEPT_PHOTOS;
        if (acknowledgedIds.every(isThere)) kept++;
        for (const { id } of theirs) {
          const shown = await ask(stage.app.port, {
            path: `/api/photos/${id}/512.webp`,
            token: person.token,
          });
          if (shown.status !== 200 || shown.text.length <= 100) broken++;
        }
      }
      return {
        must: 'no photo that was acknowledged is lost, and all are whole',
        held: right === PEOPLE && kept === PEOPLE && broken === 0 && acknowledged > PEOPLE,
        figure: `${sent} tries, ${acknowledged} acknowledged; ${right} of ${PEOPLE} right, ${kept} with all, ${broken} broken`,
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
