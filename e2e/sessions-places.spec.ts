import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placesDatabase } from '@/server/testing/places-database';
import { test as base, expect } from './fixtures';
import { sessionsPage } from './pages/sessions-page';
import { sessionsIn } from './support/sessions';

/** What the operator has downloaded. */
const LYON = {
  '81.2.69.0/24': {
    city: { names: { en: 'Lyon', fr: 'Lyon' } },
    subdivisions: [{ names: { fr: 'Auvergne-Rhône-Alpes' } }],
    country: { names: { en: 'France', fr: 'France' } },
  },
};

const test = base.extend({
  appEnv: [
    async ({ browserName: _ }, provide) => {
      const directory = await mkdtemp(join(tmpdir(), 'foyer-e2e-'));
      const file = join(directory, 'places.mmdb');
      await writeFile(file, placesDatabase(LYON));
      await provide({ GEOIP_DATABASE: file });
      await rm(directory, { recursive: true });
    },
    { scope: 'worker' },
  ],
});

test('with a database of places, a session says roughly where it is, beside its address', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const person = await given.user();
  const of = sessionsIn(app);
  await of.session(person, { ip: '81.2.69.142' });
  await signIn(person);
  const mine = sessionsPage(page, t);
  await mine.open();
  const row = mine.row('Firefox on Windows');
  await expect(row).toContainText('Lyon, France');
  await expect(row).toContainText('81.2.69.142');
  await expect(mine.current).not.toContainText('France');
  await mine.unknown('Firefox on Windows').click();
  await expect(mine.question).toContainText('Lyon, France');
});
