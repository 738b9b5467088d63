import type { Connection } from '@/db/client';
import type { Statement } from '@/db/recorder';

/** A sequential scan of more rows than that is a plan gone wrong. */
const MOST_ROWS_IN_SEQUENCE = 10_000;

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  'Shared Hit Blocks'?: number;
  'Shared Read Blocks'?: number;
  Plans?: Node[];
}

/**
 * How many pages a statement reads, of the plan that fits all of its parameters: what a prepared statement is left with; and the
 * large tables that it reads from end to end. Neither depends on the machine.
 */
export async function pagesOf(
  sql: Connection['sql'],
  { text, parameters }: Statement,
): Promise<{ buffers: number; endToEnd: string[] }> {
  await sql.unsafe(`prepare measured as ${text}`);
  try {
    const values = parameters.length > 0 ? `(${parameters.map(literal).join(', ')})` : '';
    const [row] = await sql.unsafe(`explain (analyze, buffers, format json) execute measured${values}`);
    const raw: unknown = Object.values(row ?? {})[0];
    const [plan]: { Plan: Node }[] = typeof raw === 'string' ? JSON.parse(raw) : raw;
    if (!plan) throw new Error('PostgreSQL gave no plan');
    const { 'Shared Hit Blocks': hit = 0, 'Shared Read Blocks': read = 0 } = plan.Plan;
    return { buffers: hit + read, endToEnd: sequencesOf(plan.Plan) };
  } finally {
    await sql.unsafe('deallocate measured');
  }
}

function sequencesOf(node: Node): string[] {
  const rows =
    ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * (node['Actual Loops'] ?? 1);
  const below = (node.Plans ?? []).flatMap(sequencesOf);
  const isLong = node['Node Type'] === 'Seq Scan' && rows > MOST_ROWS_IN_SEQUENCE;
  return isLong ? [node['Relation Name'] ?? '', ...below] : below;
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string' && !Array.isArray(value)) throw new Error(`no literal for a ${typeof value}`);
  const text = Array.isArray(value) ? `{${value.join(',')}}` : value;
  return `'${text.replaceAll("'", "''")}'`;
}
