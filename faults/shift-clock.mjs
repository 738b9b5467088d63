// Loaded into the app before anything else (--import): shifts its wall clock by so many milliseconds as the file named by
// FAULT_CLOCK says, which is read again at SIGUSR2; what was read is written beside it. What measures how long something takes goes
// on undisturbed, as with a real jump.
import { readFileSync, writeFileSync } from 'node:fs';

const True = Date;
let shift = 0;
const read = () => {
  const file = process.env.FAULT_CLOCK ?? '';
  shift = Number(readFileSync(file, 'utf8'));
  writeFileSync(`${file}.read`, String(shift));
};
read();
process.on('SIGUSR2', read);

const now = () => True.now() + shift;
globalThis.Date = new Proxy(True, {
  construct: (target, words, as) => Reflect.construct(target, words.length > 0 ? words : [now()], as),
  apply: (target) => new target(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
