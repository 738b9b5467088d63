import { expect } from 'vitest';
import { readEnvironment } from '@/server/env';
import { createLog } from '@/server/log';
import { startServer } from '@/server/main';
import { test } from '@/server/testing/fixtures';

test('a database of places that cannot be read stops the start, before a port is taken', async ({
  database,
}) => {
  const environment = readEnvironment({ GEOIP_DATABASE: '/nonexistent/places.mmdb' });
  const starting = startServer({
    settings: { ...environment, AUTH_SECRET: 'known to the tests' },
    connection: database.connection,
    log: createLog('silent'),
    development: false,
    root: '/nonexistent',
  });
  await expect(starting).rejects.toThrow('GEOIP_DATABASE: there is no file /nonexistent/places.mmdb.');
});
