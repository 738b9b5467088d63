import { randomUUID } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { asc, eq } from 'drizzle-orm';
import { ZipFile } from 'yazl';
import type { Database } from '@/db/client';
import { photos } from '@/db/schema/photos';
import { makeFolder, syncFolder, writeThrough } from '@/server/durable-files';
import type { PhotoStore } from '@/server/photos/store';
import { exportFile, exportsFolder } from './files';
import { indexPage, type PartSummary, type Reader, SHOWN } from './index-page';
import { type Of, readRows } from './part';
import { PARTS, type PartName } from './parts';

const NAMES = Object.keys(PARTS) as PartName[];
/** The size of photos in a copy: the largest that is kept. */
const PHOTO_SIZE = 512;

/** Characters that are handed on at once. */
const PIECE = 32_768;

/** Parts of a copy: its files of data, the photos as one, and the page. */
export const PART_COUNT = NAMES.length + 2;

interface Wish {
  id: string;
  reader: Reader;
  of: Of;
  dataDir: string;
  store: PhotoStore;
  /** Told after each part how many are done. */
  onPart: (done: number) => Promise<void>;
}

/**
 * Writes a copy of everything of a person as a ZIP. It is streamed from page after page of rows, so that memory stays flat
 * however much there is; it comes into its place whole or not at all, and nobody but the process can read it.
 * @returns bytes of the file
 */
export async function writeArchive(db: Database, wish: Wish): Promise<number> {
  const { id, dataDir } = wish;
  const folder = exportsFolder(dataDir);
  await makeFolder(folder);
  // A name of its own, so that one who was taken for dead and is not writes elsewhere.
  const temporary = join(folder, `${id}.${randomUUID()}.part`);
  try {
    await writeThrough(temporary, await archiveOf(db, wish));
    const { size } = await stat(temporary);
    await rename(temporary, exportFile(dataDir, id));
    await syncFolder(folder);
    return size;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function archiveOf(db: Database, wish: Wish): Promise<Readable> {
  const { reader, of, store, onPart } = wish;
  const zip = new ZipFile();
  const summaries: PartSummary[] = [];
  let done = 0;
  const finish = () => onPart(++done);
  const add = (path: string, content: () => AsyncGenerator<string | Buffer>) =>
    zip.addReadStreamLazy(path, { mtime: of.now, mode: 0o100600 }, (answer) =>
      answer(null, Readable.from(content(), { objectMode: false })),
    );

  for (const name of NAMES)
    add(`${name}.json`, async function* () {
      const summary: PartSummary = { name, count: 0, rows: [] };
      summaries.push(summary);
      yield* jsonOf(db, { of, summary });
      await finish();
    });
  const paths = new Map<string, string>();
  for (const { id, key } of await listPhotoKeys(db, of)) {
    if (!(await store.read({ key, size: PHOTO_SIZE }))) continue;
    const path = `photos/${id}.webp`;
    paths.set(id, path);
    add(path, async function* () {
      const file = await store.read({ key, size: PHOTO_SIZE });
      if (file) yield file;
    });
  }
  add('index.html', async function* () {
    await finish();
    yield* indexPage({ reader, parts: summaries, photos: [...paths.values()], now: of.now });
    await finish();
  });
  zip.end();
  return outputOf(zip);
}

/** What comes out of an archive; what goes wrong inside ends it. */
function outputOf(zip: ZipFile): Readable {
  const output = new PassThrough();
  zip.on('error', (error: Error) => output.destroy(error));
  zip.outputStream.pipe(output);
  return output;
}

/**
 * The rows of a part as one JSON array, a row a line, handed on in pieces of some size; counted on the way, and the first of them
 * kept for the page.
 */
async function* jsonOf(db: Database, { of, summary }: { of: Of; summary: PartSummary }) {
  let piece = '[';
  for await (const row of readRows(db, PARTS[summary.name](of))) {
    piece += `${summary.count === 0 ? '' : ','}\n${JSON.stringify(row)}`;
    summary.count++;
    if (summary.rows.length < SHOWN) summary.rows.push(row);
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}\n]\n`;
}

async function listPhotoKeys(db: Database, { userId }: Of) {
  return db
    .select({ id: photos.id, key: photos.key })
    .from(photos)
    .where(eq(photos.userId, userId))
    .orderBy(asc(photos.id));
}
