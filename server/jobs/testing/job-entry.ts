import type { Database } from '@/db/client';
import type { JobName, JobPayload, JobTry } from '@/server/jobs/catalog';
import type { Given } from '@/server/testing/factories';

/** Where the example of a job is made. */
export interface World {
  db: Database;
  given: Given;
  /** So many of everything that the job works through. */
  size: number;
  /** A folder of its own, where photos and exports lie. */
  dataDir: string;
  /** The address of a push service that takes what it is sent, and the keys of its browser. */
  browser: { endpoint: string; keys: { p256dh: string; auth: string } };
}

/** What a job is given. */
export interface Example<Name extends JobName> {
  payload: JobPayload<Name>;
  /** Around whom there are `size` rows of everything; around somebody else unless told. */
  about?: { id: string; email: string };
  attempt?: Partial<JobTry>;
}

/** What a job costs, and an example of it that has something to do. */
export interface JobEntry<Name extends JobName> {
  /** How many statements it takes, however many rows of everything there are. */
  statements: number;
  /** Statements that are sent again with the same parameters, how many, and why that has to be. */
  again?: { statements: number; because: string };
  /** Mails that it sends, pushes that reach a browser; none unless told. */
  mails?: number;
  pushes?: number;
  example(world: World): Promise<Example<Name>>;
  /** Where it goes another way and costs otherwise, by what that is about. */
  also?: Record<string, Omit<JobEntry<Name>, 'also'>>;
}

export type JobEntries = { [Name in JobName]: JobEntry<Name> };
