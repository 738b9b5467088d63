import type { Histogram } from 'prom-client';
import type { PoolFigures } from '@/db/connection/pool';
import type { ReplicaFigures } from '@/db/replica/replica';
import type { Route } from '@/server/http/route-of';
import type { JobName } from '@/server/jobs/catalog';
import type { MailFailureKind } from '@/server/mail/failure';
import type { PushResult } from '@/server/notifications/push-sending';
import type { Reason } from '@/server/reasons';
import { databaseGauges } from './database-gauges';
import { outcomeOf, proofOf } from './outcomes';
import type { QueueFigures } from './queries';
import { queueGauges } from './queue-gauges';
import { replicaGauges } from './replica-gauges';

/** What is counted in this process. No label holds what comes from outside: each is one of a list that the code has. */
export interface Metrics {
  /** A request that was answered, or whose client went first. `seconds` is left out of a stream, which lasts as long as it is read. */
  request(of: { route: Route; status: number | 'closed'; seconds: number | undefined }): void;
  /** A call of a procedure, over HTTP or by a page. @param of.reason of a refusal @param of.seconds not of a stream */
  procedure(of: { path: string; reason: Reason | undefined; seconds: number | undefined }): void;
  /** A ticket at the end of a sign-in, of whichever kind that was. */
  signIn(outcome: 'started' | 'refused' | 'failed'): void;
  /** A try of a job. `dead`: it was the last one. */
  job(of: { job: JobName; outcome: 'done' | 'retry' | 'dead'; seconds: number }): void;
  mail(outcome: 'sent' | 'failed' | MailFailureKind): void;
  push(outcome: PushResult['outcome']): void;
  /** From here on says how many live streams are open. */
  watchStreams(count: () => number): void;
  /** All of it as Prometheus reads it. Asks for the queue; without an answer in time the rest is told all the same. */
  read(): Promise<{ contentType: string; text: string }>;
}

/** Seconds, from a look into memory to the patience of a person. */
const DURATIONS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
/** Jobs take longer: a copy of everything minutes. */
const JOB_DURATIONS = [0.01, 0.05, 0.25, 1, 5, 30, 120, 600];

/**
 * Begins to count. The library is loaded here and not before, so that a process without metrics has nothing of it.
 * @param given.findQueue undefined when the database does not answer
 * @param given.replica where there is one
 */
export async function createMetrics(given: {
  database: () => PoolFigures;
  findQueue: () => Promise<QueueFigures | undefined>;
  replica?: (() => Promise<ReplicaFigures>) | undefined;
}): Promise<Metrics> {
  const { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } = await import('prom-client');
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `foyer_${name}_total`, help, labelNames, registers });
  const durations = <Label extends string>(
    name: string,
    { help, labels, buckets }: { help: string; labels: Label[]; buckets: number[] },
  ) =>
    new Histogram({ name: `foyer_${name}_duration_seconds`, help, labelNames: labels, buckets, registers });
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name: `foyer_${name}`, help, labelNames, registers });

  const requests = counter('http_requests', 'Requests by what they asked for.', 'route', 'status');
  const requestTimes = durations('http_request', {
    help: 'Time of a request; streams are left out.',
    labels: ['route'],
    buckets: DURATIONS,
  });
  const procedures = counter('procedures', 'Calls of procedures and how they ended.', 'procedure', 'outcome');
  const procedureTimes = durations('procedure', {
    help: 'Time of a call of a procedure; streams are left out.',
    labels: ['procedure'],
    buckets: DURATIONS,
  });
  const refusals = counter('refusals', 'Calls that were refused, by the reason told.', 'reason');
  const proofs = counter(
    'sign_in_proofs',
    'Proofs at sign-in: accepted, or the reason told.',
    'proof',
    'outcome',
  );
  const signIns = counter('sign_ins', 'Sign-ins that came to their end.', 'outcome');
  const jobs = counter('job_runs', 'Tries of jobs in this process.', 'job', 'outcome');
  const jobTimes = durations('job', { help: 'Time of a try.', labels: ['job'], buckets: JOB_DURATIONS });
  const mails = counter(
    'mails',
    'Mails handed to the mail server, and those that were not taken.',
    'outcome',
  );
  const pushes = counter('pushes', 'Pushes handed to the services of browsers.', 'outcome');
  const streams = gauge('live_streams', 'Live streams that are open.');
  const database = databaseGauges({ gauge, counter });
  const queue = queueGauges(gauge);
  const replica = given.replica && replicaGauges({ gauge, counter });
  let countStreams = () => 0;

  return {
    request({ route, status, seconds }) {
      requests.inc({ route, status: String(status) });
      observe(requestTimes, { route }, seconds);
    },
    procedure({ path, reason, seconds }) {
      procedures.inc({ procedure: path, outcome: outcomeOf(reason) });
      observe(procedureTimes, { procedure: path }, seconds);
      if (reason) refusals.inc({ reason });
      const proof = proofOf(path);
      if (proof) proofs.inc({ proof, outcome: reason ?? 'accepted' });
    },
    signIn: (outcome) => signIns.inc({ outcome }),
    job({ job, outcome, seconds }) {
      jobs.inc({ job, outcome });
      observe(jobTimes, { job }, seconds);
    },
    mail: (outcome) => mails.inc({ outcome }),
    push: (outcome) => pushes.inc({ outcome }),
    watchStreams(count) {
      countStreams = count;
    },
    async read() {
      const [figures, ofReplica] = await Promise.all([given.findQueue(), given.replica?.()]);
      queue.set(figures);
      if (ofReplica) replica?.set(ofReplica);
      database.set(given.database());
      streams.set(countStreams());
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

function observe<Label extends string>(
  times: Histogram<Label>,
  labels: Record<Label, string>,
  seconds: number | undefined,
) {
  if (seconds !== undefined) times.observe(labels, seconds);
}
