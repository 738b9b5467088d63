import type { IncomingMessage, ServerResponse } from 'node:http';
import { recordAudit } from '@/server/audit/commands';
import type { Context } from '@/server/context';
import { writePeople } from '@/server/moderation/people-export';
import { ExportPeopleInput, OF_SECURITY } from '@/server/moderation/people-inputs';
import { refuse } from './answers';
import { isProven, readInput, sendFile, sessionFor } from './staff-files';

const PAGE = '/admin/users';

/**
 * Hands out the list of people as a file, `?input=` as JSON like that of `moderation.users.export`, to who may see everybody and
 * has proved lately who they are. It is written as it is read.
 */
export async function handlePeople(request: IncomingMessage, response: ServerResponse, context: Context) {
  const asked = { request, response, context, page: PAGE };
  const session = await sessionFor(asked);
  if (!session) return;
  const held = session.permissions;
  // For who may not see everybody there is no such thing; an account that is not active holds nothing.
  if (!held.includes('person.view')) return refuse(response, { status: 404, reason: 'NOT_FOUND' });
  const wish = ExportPeopleInput.safeParse(readInput(request));
  if (!wish.success) return refuse(response, { status: 400, reason: 'INPUT_INVALID' });
  const filter = wish.data;
  const bySecurity = filter.flags.some((flag) => OF_SECURITY.includes(flag));
  if (bySecurity && !held.includes('person.viewSecurity'))
    return refuse(response, { status: 404, reason: 'NOT_FOUND' });
  const now = new Date();
  if (!(await isProven(asked, session, now))) return;
  const { requestId, ip, userAgent, db } = context;
  const cause = { actorId: session.userId, sessionId: session.id, requestId, ip, userAgent };
  // What was looked for can be somebody's name or address: the trail has by what the list was narrowed, and not to what.
  const after = { filters: Object.keys(filter).filter((name) => name !== 'sort' && name !== 'columns') };
  await recordAudit(db, { kind: 'people.exported', cause, subjectId: null, after, now });
  const lines = writePeople(context.readList, { filter, viewerId: session.userId, held, now });
  const file = { name: 'people', format: 'csv', type: 'text/csv; charset=utf-8' };
  await sendFile(response, { ...file, lines, permission: 'person.view', now }, context);
}
