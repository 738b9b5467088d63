import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Cost } from './cost';

/** A procedure among few and among many people. */
export interface Measured {
  path: string;
  few: Cost;
  many: Cost;
  budget: Budget | undefined;
}

/** Buffers at most, among a thousand people (`npm test`) and among many. */
export interface Budget {
  few: number;
  many: number;
}

/** What costs more among many people although the caller sees no more: why. */
export const GROWS: Record<string, string> = {
  'apps.clients.list': 'the people of each app are counted, up to a thousand',
  'groups.list': 'a search looks at two thousand names at most',
  'moderation.reports.list': 'each state is counted, up to a thousand cases',
  'moderation.stats.access': 'what happened on each of the days is counted up to a limit',
  'moderation.stats.cases': 'open cases, and those of the days that are shown, are counted up to a limit',
  'moderation.stats.factors': 'a sample of two thousand people is looked at',
  'notifications.announcements.preview': 'whoever would be told is counted, up to a hundred thousand',
  'operations.overview': 'each figure is counted, up to ten thousand',
};

/** The budget of every procedure: changed by hand. */
export async function readBudgets(): Promise<Record<string, Budget>> {
  return z
    .record(z.string(), z.strictObject({ few: z.number(), many: z.number() }))
    .parse(JSON.parse(await readFile('bench/queries/budgets.json', 'utf8')));
}

/**
 * For a procedure that has none: what it costs now and room, since pages fill differently from run to run. Among few people more of
 * it: small figures vary most.
 */
export function budgetFor({ few, many }: Pick<Measured, 'few' | 'many'>): Budget {
  return { few: inTens(few.buffers * 2 + 50), many: inTens(many.buffers * 1.5 + 30) };
}

const inTens = (buffers: number) => Math.ceil(buffers / 10) * 10;

/** What is wrong with what a procedure costs, in sentences. */
export function complaintsAboutCost({ path, few, many, budget }: Measured): string[] {
  const grows = many.buffers > few.buffers * 2 + 100;
  return [
    ...(budget === undefined ? ['it has no budget'] : []),
    ...over(few, budget?.few),
    ...over(many, budget?.many),
    ...(grows && !(path in GROWS) ? ['it grows with what is not shown'] : []),
    // Among few people PostgreSQL reads small tables again and again, and is right to.
    ...many.complaints,
  ];
}

function over({ buffers }: Cost, most = Number.POSITIVE_INFINITY): string[] {
  return buffers > most ? [`${buffers} buffers, and not ${most} at most`] : [];
}
