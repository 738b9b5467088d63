import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Cost } from './cost';

/** A procedure among few and among many people. */
export interface Measured {
  path: string;
  few: Cost;
  many: Cost;
  /** Buffers at most, however many people there are. */
  budget: number | undefined;
}

/** What costs more among many people although the caller sees no more: why. */
export const GROWS: Record<string, string> = {
  'apps.clients.list': 'the people of each app are counted, up to a thousand',
  'groups.list': 'a search looks at two thousand names at most',
  'moderation.reports.list': 'each state is counted, up to a thousand cases',
  'moderation.stats.cases': 'open cases, and those of the days that are shown, are counted up to a limit',
  'moderation.stats.factors': 'a sample of two thousand people is looked at',
  'notifications.announcements.preview': 'whoever would be told is counted, up to a hundred thousand',
  'operations.overview': 'each figure is counted, up to ten thousand',
};

/** The budget of every procedure: changed by hand. */
export async function readBudgets(): Promise<Record<string, number>> {
  return z
    .record(z.string(), z.number())
    .parse(JSON.parse(await readFile('bench/queries/budgets.json', 'utf8')));
}

/** For a procedure that has none: what it costs now and half as much again, since pages fill differently from run to run. */
export function budgetFor(costs: Cost[]): number {
  const most = Math.max(...costs.map(({ buffers }) => buffers));
  return Math.ceil((most * 1.5 + 30) / 10) * 10;
}

/** What is wrong with what a procedure costs, in sentences. */
export function complaintsAboutCost({ path, few, many, budget }: Measured): string[] {
  const grows = many.buffers > few.buffers * 2 + 100;
  return [
    ...(budget === undefined ? ['it has no budget'] : []),
    ...[few, many].flatMap(({ buffers }) =>
      buffers > (budget ?? Number.POSITIVE_INFINITY) ? [`${buffers} buffers, and not ${budget} at most`] : [],
    ),
    ...(grows && !(path in GROWS) ? ['it grows with what is not shown'] : []),
    // Among few people PostgreSQL reads small tables again and again, and is right to.
    ...many.complaints,
  ];
}
