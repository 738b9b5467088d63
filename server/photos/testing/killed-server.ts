import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import { openDatabase } from '@/db/client';
import { serve } from '@/server/testing/http';

// A server in a process of its own that kills itself as it reaches for the disk or for a socket for the nth time; said `n`, from
// then on it is counted. Without it, it says how often it did.
const [, , databaseUrl = '', dataDir = ''] = process.argv;
let left: number | undefined;
let steps = 0;

function step() {
  steps++;
  if (left !== undefined && --left < 0) process.kill(process.pid, 'SIGKILL');
}

for (const name of ['open', 'link', 'unlink', 'mkdir', 'utimes', 'readdir', 'rm'] as const) {
  const original = fs.promises[name];
  Object.assign(fs.promises, {
    [name]: (...how: unknown[]) => {
      step();
      return Reflect.apply(original, fs.promises, how);
    },
  });
}
syncBuiltinESMExports();
const write = Socket.prototype.write;
Socket.prototype.write = function (this: Socket, ...what: unknown[]) {
  step();
  return Reflect.apply(write, this, what);
};

const server = await serve(openDatabase(databaseUrl).db, { services: { dataDir } });
process.on('message', (n) => {
  if (typeof n === 'number') {
    left = n;
    steps = 0;
  }
  process.send?.({ steps });
});
process.send?.({ port: server.port });
