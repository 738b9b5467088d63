import fc from 'fast-check';
import { DAYS, MOMENTS, ugly } from './hostile';

type Path = (string | number)[];

/** An input that works, with one or two places of it replaced by something ugly, gone, or joined by what nobody asked for. */
export function bent(input: unknown): fc.Arbitrary<unknown> {
  const places = placesOf(input);
  const change = fc.tuple(
    fc.constantFrom(...places),
    fc.constantFrom('replaced', 'replaced', 'replaced', 'gone', 'joined'),
    ugly,
  );
  return fc.array(change, { minLength: 1, maxLength: 2 }).map((changes) => {
    let value = input;
    for (const [path, how, what] of changes) value = changed(value, path, { how, what });
    return value;
  });
}

function placesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, item]) =>
    placesOf(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return [path, ...inner];
}

function changed(value: unknown, path: Path, change: { how: string; what: unknown }): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    if (change.how === 'replaced') return change.what;
    if (change.how === 'joined' && typeof value === 'object' && value !== null && !Array.isArray(value))
      return {
        ...value,
        [typeof change.what === 'string' ? change.what.slice(0, 100) : 'more']: change.what,
      };
    return change.how === 'gone' ? undefined : [value, change.what];
  }
  if (Array.isArray(value)) return value.map((item, at) => (at === key ? changed(item, rest, change) : item));
  // By a change before this one the place may be gone.
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return value;
  return { ...value, [key]: changed(Reflect.get(value, key), rest, change) };
}

/**
 * An input that works, once for each text in it and each thing that PostgreSQL refuses in one: in a text what it cannot keep, in place of
 * a moment one that it does not know. These are few and find most, so they are tried one by one.
 */
export function poisoned(input: unknown): unknown[] {
  return placesOf(input).flatMap((path) => {
    const text = valueAt(input, path);
    if (typeof text !== 'string') return [];
    const poisons = MOMENT.test(text) ? [...MOMENTS, ...DAYS] : [`${text}\0`, `\uD800${text}`, `\0`];
    return poisons.map((what) => changed(input, path, { how: 'replaced', what }));
  });
}

const MOMENT = /^\d{4}-\d\d-\d\d/;

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((node, key) => Reflect.get(Object(node), key), value);
}
