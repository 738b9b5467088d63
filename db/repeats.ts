import { describePlace } from './places';
import type { Statement } from './recorder';

/** A statement that went out several times in one piece of work. */
export interface Repeated {
  text: string;
  times: number;
  /** Where in our code it was made the last time, where that is told. */
  place: string | undefined;
}

/**
 * The statements that went out at least so many times, whatever their parameters: what happens where each row is asked for by
 * itself (N+1).
 */
export function findRepeated(statements: readonly Statement[], { times = 3 } = {}): Repeated[] {
  const byText = new Map<string, { times: number; last: Statement }>();
  for (const last of statements) {
    const { times: before = 0 } = byText.get(last.text) ?? {};
    byText.set(last.text, { times: before + 1, last });
  }
  const often = [...byText].filter(([, sent]) => sent.times >= times);
  return often.map(([text, { times, last }]) => ({
    text,
    times,
    place: last.place && describePlace(last.place),
  }));
}
