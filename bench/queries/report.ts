import type { Cost } from './cost';
import { GROWS, type Measured } from './measured';

/** docs/queries.md: what every procedure costs the database, in the order of their names. */
export function renderQueries(measured: Measured[], { people }: { people: number }): string {
  const many = people.toLocaleString('en').replaceAll(',', ' ');
  const head = [
    'procedure',
    'statements',
    'joins',
    'indexes',
    'buffers at 1 000',
    'budget',
    `buffers at ${many}`,
    'budget',
    'refused',
  ];
  const rows = measured.map(({ path, few, many, budget }) => [
    `\`${path}\``,
    many.statements,
    many.joins,
    many.indexes.join(', '),
    few.buffers,
    budget?.few ?? '',
    many.buffers,
    budget?.many ?? '',
    many.filteredAway,
  ]);
  const inSequence = measured.flatMap(({ path, many }) =>
    tablesOf(many).map((text) => `- \`${path}\`: ${text}`),
  );
  return `# What every procedure asks of the database

Made by \`npm run bench -- --only queries --people ${people} --write\`, and not by hand.

Every procedure is called once by somebody who has five of everything, among 1 000 people and among ${many} (three memberships, ten grants, ten
notifications, five sessions and five security events each, and less of the rest). Each of its statements is then carried out by the plan that it would
have for good (\`plan_cache_mode = force_generic_plan\`), upon what those before it left, and all is undone. Buffers are pages of eight kilobytes that were
looked at, in memory or not, without those of triggers; "refused" are rows that were read among ${many} and then refused by a condition which no index knew. No
figure depends on the machine. Indexes are those of the plans among ${many}.

A budget is the most that a procedure may cost at that size. Both stand in \`bench/queries/budgets.json\`; \`npm test\` holds that of 1 000 people, this bench
both. Both fail as well on a list without an end, on pages by OFFSET, and on a table that is read without an index (of the bench: of more than 10 000 rows), but for those
that \`server/testing/plan-rules.ts\` names, each with its reason;
this bench also where the cost among many is more than twice that among few and a hundred, which would be owed to what is not shown.

| ${head.join(' | ')} |
| ${head.map((_, at) => (at === 0 || at === 3 ? '---' : '---:')).join(' | ')} |
${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}

## Grows, and may

${listed(Object.entries(GROWS).map(([path, why]) => `- \`${path}\`: ${why}`))}

## Read without an index

Tables that are small, or small here, are read from end to end because that takes less than an index. Among ${many}:

${listed(inSequence)}
`;
}

function listed(lines: string[]): string {
  return lines.length > 0 ? lines.join('\n') : 'Nothing.';
}

/** With many rows: what it is read of is no small table. */
function tablesOf({ withoutIndex }: Cost): string[] {
  const many = withoutIndex.filter(({ rowsRead }) => rowsRead > 100);
  return [...new Set(many.map(({ table, rowsRead }) => `${rowsRead} rows of \`${table}\``))].sort();
}
