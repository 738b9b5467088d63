import { createHash } from 'node:crypto';
import type { Database } from '@/db/client';
import type { Audience } from '@/db/schema/notifications';
import { countUse } from '@/server/auth/throttle';
import { DomainError } from '@/server/errors';
import type { ClientToken } from '@/server/oauth/client-tokens';
import { isForMany } from './audience';
import { findSent, notifyOnce } from './commands';
import { DATA } from './data';
import type { SendWish } from './sending-inputs';

/** Who sends: an app in its own name. */
type Sender = Pick<ClientToken, 'clientId' | 'website' | 'redirectUris'>;

/**
 * Has people told what another service says to them, under its name. Sent again under the same key, at once or later, it is the
 * same message and has the same answer. Whom it reaches is not told: not who is there, who is in a group, or who wants it.
 * @returns the id of what was sent
 * @throws KEY_USED for something else under that key; LINK_ELSEWHERE, RATE_LIMITED
 */
export async function sendForService(
  db: Database,
  { sender, wish, now }: { sender: Sender; wish: SendWish; now: Date },
): Promise<{ id: string }> {
  const { type, idempotencyKey: key } = wish;
  const { clientId } = sender;
  const data = DATA[type].parse(wish.data);
  if ('link' in data && !isAtHome(data.link, sender)) throw new DomainError('LINK_ELSEWHERE');
  const to = audienceOf(wish.to);
  const hash = createHash('sha256')
    .update(JSON.stringify([type, to, data]))
    .digest('base64url');
  try {
    await countUse(db, { limit: 'sending.client', key: clientId });
    if (isForMany(to)) await countUse(db, { limit: 'sending.many', key: clientId });
  } catch (error) {
    // Who has no answer to what was sent gets it also while nothing new may be sent.
    const before = await findSent(db, { clientId, key });
    if (before?.hash === hash) return { id: before.id };
    throw error;
  }
  const groupId = groupOf(wish.to);
  const sent = await notifyOnce(db, {
    ...{ type, to, data, now },
    ...(groupId !== undefined && { groupId }),
    sentBy: { clientId, key, hash },
  });
  if (sent.hash !== hash) throw new DomainError('KEY_USED');
  return { id: sent.id };
}

function audienceOf(to: SendWish['to']): Audience {
  switch (to.kind) {
    case 'people':
      return to;
    case 'group':
      return { kind: 'group', id: to.groupId };
    case 'object':
      return { kind: 'reach', type: to.type, id: to.id };
  }
}

/** The group that it is about: whoever has muted that hears nothing of it. */
function groupOf(to: SendWish['to']): string | undefined {
  if (to.kind === 'group') return to.groupId;
  return to.kind === 'object' && to.type === 'group' ? to.id : undefined;
}

/**
 * Whether an address is of the origin of the app's website, or of one that people come back to from here. Where no such is
 * registered, it can link to nowhere: a message that looks like ours leads nobody to a place that nobody answers for.
 */
function isAtHome(link: string, { website, redirectUris }: Sender): boolean {
  if (link === '') return true;
  const own = [website, ...redirectUris].filter((address) => URL.canParse(address));
  return own.some((address) => new URL(address).origin === new URL(link).origin);
}
