import { isJobName, JOBS, type JobName } from '@/server/jobs/catalog';
import { DIGEST_JOBS } from './examples/digests';
import { LEAVING_JOBS } from './examples/leaving';
import { MAIL_JOBS } from './examples/mails';
import { NOTIFICATION_JOBS } from './examples/notifications';
import { TOLD_JOBS } from './examples/told';
import { UPKEEP_JOBS } from './examples/upkeep';
import type { JobEntries, JobEntry } from './job-entry';

/** Every job: what it costs, and an example of it that has something to do. One without does not compile. */
const EXAMPLES: JobEntries = {
  ...MAIL_JOBS,
  ...LEAVING_JOBS,
  ...NOTIFICATION_JOBS,
  ...TOLD_JOBS,
  ...DIGEST_JOBS,
  ...UPKEEP_JOBS,
};

/** Every run of a job that is held to what it costs: of each, and the others of it as `name (what it is about)`; sorted. */
export const COSTED_JOBS: { name: JobName; about: string | undefined; call: string }[] = Object.keys(JOBS)
  .filter(isJobName)
  .flatMap((name) => [
    { name, about: undefined, call: name },
    ...Object.keys(EXAMPLES[name].also ?? {}).map((about) => ({ name, about, call: `${name} (${about})` })),
  ])
  .toSorted((one, other) => one.call.localeCompare(other.call));

/** The entry of such a run. @throws when nobody wrote it */
export function entryOf<Name extends JobName>(name: Name, about?: string): JobEntry<Name> {
  const entry: JobEntry<Name> = EXAMPLES[name];
  if (about === undefined) return entry;
  const other = entry.also?.[about];
  if (!other) throw new Error(`${name} (${about}) has no entry in server/jobs/testing/examples`);
  return other;
}
