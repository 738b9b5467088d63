import { readdir, readFile } from 'node:fs/promises';

/** MB of the largest process of a group, which is the one that answers. NaN where the system has no /proc. */
export async function memoryOf(group: number): Promise<number> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const [stat, status] = await Promise.all(
        ['stat', 'status'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      );
      // After the name, which may hold spaces: state, parent, group.
      const [, , pgrp] = stat?.split(') ').at(-1)?.split(' ') ?? [];
      return Number(pgrp) === group ? Number(status?.match(/VmRSS:\s+(\d+)/)?.[1] ?? 0) : 0;
    }),
  );
  return pids.length > 0 ? (Math.max(...sizes) * 1024) / 1_000_000 : Number.NaN;
}
