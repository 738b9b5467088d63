import { call } from './ask';
import type { Finding } from './fault';
import type { Fleet } from './fleet';
import { followInboxOf } from './following';
import { openStreams } from './streams';
import { until } from './until';
import { makeWriters } from './writing';

const TIMES = 5;
/** Milliseconds within which whoever reads a stream is told of what happened at the other instance. */
const TOLD_LIMIT = 5_000;

/** Both streams, held at one instance, of what happens at the other. */
export async function heardEverywhere(fleet: Fleet): Promise<Finding[]> {
  return [await toldOfNotifications(fleet), await toldOfSessions(fleet)];
}

async function toldOfNotifications({ given, instances: [here, there] }: Fleet): Promise<Finding> {
  const reader = await given.user();
  const followed = followInboxOf(reader, there.port);
  await until(() => followed.messages > 0, { limit: 20_000 });
  const times: (number | undefined)[] = [];
  for (const { token } of await makeWriters({ given }, TIMES)) {
    const before = followed.named.length;
    await call(here.port, 'contacts.ask', { userId: reader.id }, { token });
    times.push(await until(() => followed.named.length > before, { limit: TOLD_LIMIT }));
  }
  followed.close();
  return told('a notification caused at one is told by a stream at the other', times);
}

async function toldOfSessions({ given, instances: [here, there] }: Fleet): Promise<Finding> {
  const reader = await given.user();
  const streams = openStreams(there.port, [reader]);
  await until(() => streams.told() > 0, { limit: 20_000 });
  const times: (number | undefined)[] = [];
  for (let n = 0; n < TIMES; n++) {
    const elsewhere = await given.session(reader);
    await until(() => streams.told() > 0, { limit: TOLD_LIMIT });
    streams.forget();
    await call(here.port, 'auth.signOut', {}, { token: elsewhere.token });
    times.push(await until(() => streams.told() > 0, { limit: TOLD_LIMIT }));
  }
  streams.close();
  return told('a session ended at one is told by a stream at the other', times);
}

function told(must: string, times: (number | undefined)[]): Finding {
  const known = times.filter((time) => time !== undefined);
  return {
    must,
    held: known.length === TIMES,
    figure: `${known.length} of ${TIMES}, within ${Math.round(Math.max(0, ...known))} ms of the answer`,
  };
}
