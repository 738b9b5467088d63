import { validate as isId } from 'uuid';
import type { ShownEntry } from './shown-entry';

interface Fact {
  name: string;
  before: unknown;
  after: unknown;
  isChanged: boolean;
}

/** What an entry tells beside who and when: each field as it was and as it is from then on, what changed first. */
export function factsOf({ before, after }: Pick<ShownEntry, 'before' | 'after'>): Fact[] {
  const names = [...new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})])];
  const facts = names
    // The way to what an entry undoes is a link of its own.
    .filter((name) => name !== 'undoes')
    .map((name) => {
      const [was, is] = [before?.[name], after?.[name]];
      const isChanged = JSON.stringify(was) !== JSON.stringify(is);
      return { name, before: was, after: is, isChanged };
    });
  return [...facts.filter(({ isChanged }) => isChanged), ...facts.filter(({ isChanged }) => !isChanged)];
}

/** Of those what changed and says something by itself: numbers of things stand on the page of the entry alone. */
export function tellingFacts(facts: Fact[]): Fact[] {
  const isNumberOnly = ({ name, before, after }: Fact) => name === 'version' || isId(after ?? before);
  return facts.filter((fact) => fact.isChanged && !isNumberOnly(fact));
}
