import { DAYS, each, idOf, LATER, NAMED, OWNED, oneIn, other } from './rows';

/** Whom people know, what they say to each other and are told, and what they want of that. */
export function peopleRows(people: number): string[] {
  const moment = `now() - (${people} - n) * interval '${(DAYS * 86_400) / people} seconds'`;
  const told = `(select n, ${moment} as at, ${idOf(moment, "'event ' || n")} as event_id from numbered) as one
      cross join generate_series(0, 9) as k join numbered on numbered.n = (one.n * 7919::bigint + k * 1009) % ${people} + 1`;
  return [
    each(
      'former_handles',
      { handle: "'was-' || n", user_id: 'id', released_at: 'at', held_until: LATER },
      oneIn(10),
    ),
    each(
      'contacts',
      { user_id: 'id', contact_id: other('k * 97', people), since: 'at' },
      { count: 5, where: 'k > 0' },
    ),
    `insert into contacts (user_id, contact_id, since) select contact_id, user_id, since from contacts on conflict do nothing`,
    each('contact_requests', { from_id: 'id', to_id: other('389', people), asked_at: 'at' }),
    each('blocks', { blocker_id: 'id', blocked_id: other('617', people), at: 'at' }, oneIn(2)),
    each(
      'photos',
      { ...OWNED, key: NAMED, upload_key: NAMED, created_at: 'at', is_current: 'true' },
      oneIn(3),
    ),
    each(
      'messages',
      {
        id: 'row_id',
        sender_id: other('k + 5', people),
        recipient_id: 'id',
        body: "'Hello'",
        at: 'at',
        read_at: 'case when k > 0 then at end',
      },
      { count: 3 },
    ),
    `insert into notification_events (id, type, at, actor_id, data, audience, finished_at)
      select ${idOf(moment, "'event ' || n")}, 'contacts.accepted', ${moment}, id, '{}', '{"kind": "people", "ids": []}', ${moment} from numbered`,
    `insert into notifications (user_id, event_id, type, is_shown, read_at)
      select numbered.id, one.event_id, 'contacts.accepted', true, case when (one.n + k) % 8 > 0 then one.at end from ${told}`,
    `insert into notification_deliveries (user_id, event_id, channel, state, rule, due_at, sent_at)
      select numbered.id, one.event_id, channel, case when (one.n + k) % 20 = 0 then 'bundled' else 'sent' end, 'default',
        case when (one.n + k) % 20 = 0 then ${LATER} end, one.at
      from ${told} cross join unnest(array['inApp', 'email']) as channel where one.n % 5 = 0`,
    each(
      'notification_preferences',
      {
        user_id: 'id',
        scope: "'category'",
        key: "(array['product', 'people'])[1 + k]",
        channel: "'email'",
        mode: "'digest'",
        means: "'settings'",
        changed_at: 'at',
      },
      { count: 2, ...oneIn(2) },
    ),
    each('notification_schedules', { user_id: 'id', updated_at: 'at' }, oneIn(3)),
    each(
      'notification_changes',
      { ...OWNED, at: 'at', means: "'settings'", before: "'[]'", after: "'[]'" },
      oneIn(3),
    ),
    each(
      'push_subscriptions',
      { ...OWNED, name: "''", endpoint: NAMED, p256dh: "''", auth: "''", created_at: 'at' },
      oneIn(2),
    ),
    each(
      'unsubscribe_links',
      { id: 'row_id', user_id: 'id', scope: "'global'", key: "''", created_at: 'at' },
      oneIn(2),
    ),
    each(
      'group_invitations',
      {
        group_id: `(select id from groups where name = 'Group 1-' || n % ${Math.ceil(people / 50)} + 1)`,
        user_id: 'id',
        at: 'at',
        expires_at: LATER,
      },
      oneIn(100),
    ),
    each(
      'data_exports',
      { ...OWNED, state: "'ready'", requested_at: 'at', ready_at: 'at', expires_at: LATER },
      oneIn(50),
    ),
    each(
      'erasure_receipts',
      { id: 'row_id', erased_at: 'at', document: "'{}'", signature: "''" },
      oneIn(100),
    ),
    each(
      'rate_limits',
      { key: "'seeded:' || n", points: '1', expire: "now() + interval '1 hour'" },
      oneIn(5),
    ),
    each(
      'proof_failures',
      { key: "'seeded:' || n", failures: '1', in_a_row: '1', last_at: 'at', open_at: 'at' },
      oneIn(50),
    ),
    // As many at every size: more than a page.
    `insert into announcements (id, event_id, created_at, title, body)
      select id, id, at, '{"en": "News"}', '{}' from notification_events order by id limit 60`,
  ];
}
