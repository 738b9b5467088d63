import { each, idOf, oneIn } from './rows';

/** What is reported and decided: as many cases again as are open. */
export function caseRows(people: number): string[] {
  return [
    // As many cases again as are open, and decided.
    each(
      'cases',
      {
        id: 'row_id',
        subject_kind: "'profile'",
        subject_id: 'id',
        person_id: 'id',
        state: "'resolved'",
        kind: "'spam'",
        report_count: '2',
        opened_at: 'at',
        first_action_at: 'at',
        resolved_at: 'at',
        outcome: "'acted'",
        rule: "'spam'",
      },
      oneIn(20),
    ),
    `insert into reports (id, case_id, reporter_id, kind, words, evidence, at)
      select ${idOf('cases.opened_at', "cases.id || ' ' || k")}, cases.id, numbered.id, 'spam', '', '{}', cases.opened_at
      from (select *, row_number() over (order by id) as n from cases) as cases cross join generate_series(0, 1) as k
      join numbered on numbered.n = (cases.n * 13 + k) % ${people} + 1`,
    `insert into case_events (id, case_id, at, kind)
      select ${idOf('opened_at', "'event ' || id || k")}, id, opened_at, 'opened' from cases cross join generate_series(0, 1) as k`,
    `insert into sanctions (id, person_id, case_id, kind, rule, starts_at, ended_at, ended_how)
      select ${idOf('opened_at', "'sanction ' || id")}, person_id, id, 'warning', 'spam', opened_at, now(), 'expired'
      from cases where state = 'resolved'`,
    `insert into appeals (id, case_id, person_id, words, at, outcome, decided_at)
      select ${idOf('opened_at', "'appeal ' || id")}, id, person_id, '', opened_at, (case when row_number() over (order by id) % 4 > 0 then 'upheld' end)::appeal_outcome, now()
      from cases where state = 'resolved' and right(id::text, 1) < '4'`,
    each('notes', { id: 'row_id', person_id: 'id', body: "'Was warned.'", at: 'at' }, oneIn(50)),
  ];
}
