import { parse, stringify } from 'uuid';
import type { z } from 'zod';
import type { Database } from '@/db/client';
import { DomainError } from '@/server/errors';
import type { Permission } from '@/server/roles/permissions';
import type { Reach } from '@/server/roles/reach';
import { openCursor, sealCursor } from '@/server/sealed-cursor';
import type { ListPeopleInput, PersonCursor } from './people-inputs';
import { listPeople, type PersonRow } from './people-list';

const PURPOSE = 'foyer people cursor';
/** A moment as PostgreSQL writes it has 32 characters at most, a handle 30. */
const KEY_BYTES = 63;
const ID_AT = 1 + KEY_BYTES;
const PLACE_BYTES = ID_AT + 16;

export interface PeoplePage {
  people: PersonRow[];
  /** Where to go on; also where nobody was found so far, and not all were looked at. */
  next: string | null;
  /** More people than can be sorted fit the filters: the list has not all of them. */
  isCut: boolean;
}

/**
 * A page of the list of people for somebody of the staff. Where it ends is sealed, since that may be somebody whom a denial hides
 * from them.
 * @param of.secrets the current one, and earlier ones
 * @throws NOT_ALLOWED for a filter beyond theirs; INPUT_INVALID for `after` what no page of this list to this person ended with
 */
export async function getPeoplePage(
  db: Database,
  of: {
    filter: z.output<typeof ListPeopleInput>;
    viewerId: string;
    reach: Reach;
    held: readonly Permission[];
    secrets: [string, ...string[]];
    now: Date;
  },
): Promise<PeoplePage> {
  const { filter, secrets, ...who } = of;
  const { after: cursor, ...asked } = filter;
  const asking = { purpose: PURPOSE, viewerId: of.viewerId, query: JSON.stringify(asked) };
  const place =
    cursor === undefined ? undefined : openCursor({ cursor, length: PLACE_BYTES, of: asking, secrets });
  if (cursor !== undefined && !place) throw new DomainError('INPUT_INVALID');
  const found = await listPeople(db, { ...who, filter: { ...asked, after: place && cursorOf(place) } });
  const { next } = found;
  return {
    ...found,
    next: next && sealCursor({ bytes: bytesOf(next), of: asking, secret: secrets[0] }),
  };
}

function bytesOf([key, id]: PersonCursor): Buffer {
  const text = Buffer.from(key);
  if (text.length > KEY_BYTES) throw new RangeError('nothing that the list is sorted by is that long');
  const bytes = Buffer.alloc(PLACE_BYTES);
  bytes.writeUInt8(text.length);
  text.copy(bytes, 1);
  bytes.set(parse(id), ID_AT);
  return bytes;
}

function cursorOf(bytes: Buffer): PersonCursor {
  return [bytes.toString('utf8', 1, 1 + bytes.readUInt8()), stringify(bytes.subarray(ID_AT))];
}
