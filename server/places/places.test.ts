import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { StartError } from '@/db/start-error';
import { placesDatabase } from '@/server/testing/places-database';
import { openPlaces } from './places';

const named = (en: string, fr?: string) => ({ names: { en, ...(fr !== undefined && { fr }) } });
const LONDON = {
  city: named('London', 'Londres'),
  subdivisions: [named('England', 'Angleterre'), named('Greater London')],
  country: named('United Kingdom', 'Royaume-Uni'),
};
const DATABASE = placesDatabase({
  '81.2.69.0/24': LONDON,
  '89.160.20.112/28': { country: named('Sweden') },
  '175.16.199.0/24': { city: named('Singapore'), subdivisions: [], country: named('Singapore') },
  '1.128.0.0/11': { autonomous_system_number: 1221, autonomous_system_organization: 'Telstra' },
  '2a02:1234::/32': LONDON,
  '192.168.0.0/16': LONDON,
  '127.0.0.0/8': LONDON,
});

test.each([
  ['81.2.69.142', 'en', 'London, England, United Kingdom'],
  ['81.2.69.142', 'fr', 'Londres, Angleterre, Royaume-Uni'],
  ['::ffff:81.2.69.142', 'en', 'London, England, United Kingdom'],
  ['2a02:1234:5::6', 'fr', 'Londres, Angleterre, Royaume-Uni'],
  // What has no name in their language, and what is known of it alone.
  ['89.160.20.113', 'fr', 'Sweden'],
  ['175.16.199.9', 'en', 'Singapore'],
  // Nothing is known: outside, another kind of database, no address.
  ['81.2.70.1', 'en', null],
  ['2a03::1', 'en', null],
  ['1.128.0.1', 'en', null],
  ['unknown', 'en', null],
  ['', 'en', null],
  [null, 'en', null],
  // Private, whatever the file says of them.
  ['192.168.4.5', 'en', null],
  ['127.0.0.1', 'en', null],
  ['::1', 'en', null],
  ['fe80::1%eth0', 'en', null],
] as const)('%s is in %s called %s', async (ip, locale, place) => {
  const places = await openPlaces(await fileOf(DATABASE));
  expect(places.nameOf(ip, locale)).toBe(place);
});

test('a file that knows IPv4 alone knows nothing of IPv6', async () => {
  const places = await openPlaces(await fileOf(placesDatabase({ '81.2.69.0/24': LONDON }, { ipVersion: 4 })));
  expect(places.nameOf('81.2.69.142', 'en')).toBe('London, England, United Kingdom');
  // Its first bits are those of the address above.
  expect(places.nameOf('5102:458e::1', 'en')).toBeNull();
});

test('without a file nothing is known', async () => {
  expect((await openPlaces(undefined)).nameOf('81.2.69.142', 'en')).toBeNull();
});

test('a file that is damaged in its middle hides no session', async () => {
  const damaged = Buffer.from(DATABASE);
  damaged.fill(0xff, damaged.indexOf('London') - 40, damaged.lastIndexOf('Londres'));
  const places = await openPlaces(await fileOf(damaged));
  expect(places.nameOf('81.2.69.142', 'en')).toBeNull();
});

test('one that cannot be read stops the start with a sentence', async () => {
  const file = await fileOf('not such a database');
  const folder = join(file, '..');
  const missing = join(folder, 'missing.mmdb');
  expect(await problemOf(missing)).toBe(`GEOIP_DATABASE: there is no file ${missing}.`);
  expect(await problemOf(folder)).toBe(`GEOIP_DATABASE: ${folder} is a folder. Name the .mmdb file in it.`);
  for (const other of [file, await fileOf(''), await fileOf(gzipSync(DATABASE))])
    expect(await problemOf(other)).toBe(
      `GEOIP_DATABASE: ${other} is no database in MaxMind's format. Unpack it first, and name the .mmdb file.`,
    );
});

async function problemOf(file: string) {
  const error = await openPlaces(file).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StartError);
  return error instanceof StartError ? error.message : undefined;
}

async function fileOf(content: string | Buffer) {
  const folder = await mkdtemp(join(tmpdir(), 'places-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'places.mmdb');
  await writeFile(file, content);
  return file;
}
