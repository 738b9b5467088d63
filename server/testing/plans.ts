import { sql } from 'drizzle-orm';
import { makePgArray } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import type { Statement } from '@/db/recorder';

/** One place of a plan where rows are taken from a table. */
export interface Scan {
  table: string;
  /** Without: it is read from end to end. */
  index: string | undefined;
  /** With the filtered away, over all its turns. */
  rowsRead: number;
  /** It answers a condition or a column of the rows of another. */
  isWithin: boolean;
}

/** What PostgreSQL did for a statement. None of it depends on the machine. */
export interface Plan {
  /** Rows that the statement gave or changed. */
  rows: number;
  /** Pages of eight kilobytes that were looked at, those in memory included; without what triggers and their functions look at. */
  buffers: number;
  /** Nested Loop, Hash Join, Merge Join: how many in all. */
  joins: number;
  scans: Scan[];
  indexes: string[];
  /** Rows that were read and then refused by a condition which no index knew. */
  filteredAway: number;
  /** Something bounds how many rows come out: a limit, or an aggregate over all. */
  isBounded: boolean;
}

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Strategy?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  'Rows Removed by Join Filter'?: number;
  'Shared Hit Blocks'?: number;
  'Shared Read Blocks'?: number;
  'Parent Relationship'?: string;
  Plans?: Node[];
}

let prepared = 0;

/**
 * Carries a statement out and reads its plan: the one that fits all of its parameters, which a prepared statement is left with.
 * To be asked within a transaction that is rolled back.
 * @returns undefined for what has no plan, such as a lock
 */
export async function planOf(
  db: Database,
  { text, parameters }: Pick<Statement, 'text' | 'parameters'>,
): Promise<Plan | undefined> {
  if (!/^\s*\(*\s*(select|insert|update|delete|merge|with|values)\b/i.test(text)) {
    await db.execute(sql.raw(text));
    return undefined;
  }
  const name = `explained_${++prepared}`;
  await db.execute(sql.raw('set local plan_cache_mode = force_generic_plan'));
  await db.execute(sql.raw(`prepare ${name} as ${text}`));
  const values = parameters.length > 0 ? `(${parameters.map(literal).join(', ')})` : '';
  const rows = await db.execute(
    sql.raw(`explain (analyze, buffers, timing off, format json) execute ${name}${values}`),
  );
  await db.execute(sql.raw(`deallocate ${name}`));
  const raw: unknown = Object.values(rows[0] ?? {})[0];
  const [explained]: { Plan: Node }[] = typeof raw === 'string' ? JSON.parse(raw) : raw;
  if (!explained) throw new Error('PostgreSQL gave no plan');
  return readPlan(explained.Plan);
}

/** What a plan in PostgreSQL's JSON says. */
function readPlan(root: Node): Plan {
  const nodes = allOf(root);
  const outside = new Set(outsideSubplans(root));
  const filtered = (node: Node) =>
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0) +
    (node['Rows Removed by Join Filter'] ?? 0);
  const turns = (node: Node) => node['Actual Loops'] ?? 1;
  return {
    rows: root['Actual Rows'] ?? 0,
    buffers: (root['Shared Hit Blocks'] ?? 0) + (root['Shared Read Blocks'] ?? 0),
    joins: nodes.filter((node) => /Nested Loop|Join/.test(node['Node Type'])).length,
    scans: nodes.flatMap((node) => {
      const table = wholeOf(node['Relation Name']);
      // By their places in the table rows are taken one by one, after they were found otherwise.
      if (table === undefined || !/(?<!^Tid )Scan$/.test(node['Node Type'])) return [];
      const perTurn = (node['Actual Rows'] ?? 0) + filtered(node);
      const rowsRead = Math.round(perTurn * turns(node));
      return [{ table, index: indexOf(node), rowsRead, isWithin: !outside.has(node) }];
    }),
    indexes: [...new Set(nodes.flatMap((node) => wholeOf(node['Index Name']) ?? []))].sort(),
    filteredAway: Math.round(nodes.reduce((sum, node) => sum + filtered(node) * turns(node), 0)),
    isBounded: isBounded(root),
  };
}

function allOf(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(allOf)];
}

function outsideSubplans(node: Node): Node[] {
  const parts = (node.Plans ?? []).filter((one) => one['Parent Relationship'] !== 'SubPlan');
  return [node, ...parts.flatMap(outsideSubplans)];
}

/** The name of a table, or of one of its indexes, without the month of the part that was looked at (docs/data.md). */
function wholeOf(name: string | undefined): string | undefined {
  return name?.replace(/^(notifications|notification_deliveries)_(\d{4}_\d\d|other)(?=_|$)/, '$1');
}

/** Of a bitmap: those that make it. */
function indexOf(node: Node): string | undefined {
  if (node['Node Type'] !== 'Bitmap Heap Scan') return wholeOf(node['Index Name']);
  return allOf(node)
    .flatMap((one) => wholeOf(one['Index Name']) ?? [])
    .join(', ');
}

/** Of a join the outer side decides: to each of its rows the inner one brings the few that belong to it. */
function isBounded(node: Node): boolean {
  const type = node['Node Type'];
  if (type === 'Limit') return true;
  if (type === 'Aggregate') return node.Strategy === 'Plain';
  const inputs = (node.Plans ?? []).filter((one) =>
    ['Outer', 'Subquery', 'Member'].includes(one['Parent Relationship'] ?? ''),
  );
  return inputs.length > 0 && inputs.every(isBounded);
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  if (value instanceof Date) return quoted(value.toISOString());
  if (value instanceof Uint8Array) return quoted(`\\x${Buffer.from(value).toString('hex')}`);
  if (Array.isArray(value)) return quoted(makePgArray(value));
  if (typeof value === 'string') return quoted(value);
  return quoted(JSON.stringify(value));
}

function quoted(text: string) {
  return `'${text.replaceAll("'", "''")}'`;
}
