// What package-lock.json must hold: versions without known holes, and nobody's registry.

/** The earliest versions without the holes we know of. */
const floors = {
  next: '16.3.8',
  'next-auth': '4.24.15',
  'drizzle-orm': '0.45.2',
  '@trpc/server': '11.8.0',
  'rate-limiter-flexible': '11.4.0',
  nodemailer: '10.0.9',
  sharp: '0.35.0',
};

/**
 * Says what is wrong with a lock file, a line each.
 * @param {{ packages: Record<string, { version?: string, resolved?: string }> }} lock
 * @returns {string[]}
 */
export function checkLockFile({ packages }) {
  const entries = Object.entries(packages)
    .filter(([path]) => path)
    .map(([path, entry]) => ({ name: path.split('node_modules/').at(-1), path, ...entry }));
  return [...findOld(entries), ...findMissing(entries), ...findUnequal(entries), ...findHosts(entries)];
}

/** Every copy counts, also those that another package brings along. */
function findOld(entries) {
  return entries
    .filter(({ name, version }) => floors[name] && isBefore(version, floors[name]))
    .map(({ path, name, version }) => `${path} is ${version}: at least ${floors[name]} is needed`);
}

function findMissing(entries) {
  const there = new Set(entries.map(({ name }) => name));
  return Object.keys(floors)
    .filter((name) => !there.has(name))
    .map((name) => `${name} is gone: drop its line in scripts/lock-file.mjs`);
}

/** The packages of tRPC work with their own version only. */
function findUnequal(entries) {
  const versions = new Set(
    entries.filter(({ name }) => name.startsWith('@trpc/')).map(({ version }) => version),
  );
  return versions.size > 1
    ? [`the packages of @trpc are of several versions: ${[...versions].join(', ')}`]
    : [];
}

/** Kept out by omit-lockfile-registry-resolved in .npmrc, so that everyone's own registry is asked. */
function findHosts(entries) {
  return entries
    .filter(({ resolved }) => resolved)
    .map(({ path, resolved }) => `${path} names a host: ${resolved}`);
}

/** Numbers only: a pre-release of the floor itself counts as the floor. */
function isBefore(version, floor) {
  const [a, b] = [version, floor].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  const i = a.findIndex((number, index) => number !== b[index]);
  return i >= 0 && a[i] < b[i];
}
