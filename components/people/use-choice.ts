import { useRef, useState } from 'react';
import { PEOPLE_AT_ONCE } from '@/server/moderation/rules';

/**
 * Who of a list is chosen, up to as many as something is done about at once; whoever is not in the list any more is not.
 * @param ids of the list, in its order
 */
export function useChoice(ids: string[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string>(undefined);
  const still = ids.filter((id) => chosen.has(id)).slice(0, PEOPLE_AT_ONCE);

  function add(more: string[]) {
    setChosen(new Set([...still, ...more].slice(0, PEOPLE_AT_ONCE)));
  }

  /** @param upTo with all between it and the one before */
  function choose(id: string, upTo: boolean) {
    const [from, to] = [ids.indexOf(last.current ?? ''), ids.indexOf(id)];
    last.current = id;
    if (upTo && from >= 0) add(ids.slice(Math.min(from, to), Math.max(from, to) + 1));
    else if (chosen.has(id)) setChosen(new Set(still.filter((one) => one !== id)));
    else add([id]);
  }

  function clear() {
    last.current = undefined;
    setChosen(new Set());
  }

  return {
    chosen: new Set(still),
    ids: still,
    choose,
    /** All that are shown, or none where they were. */
    chooseAll: () => (still.length >= Math.min(ids.length, PEOPLE_AT_ONCE) ? clear() : add(ids)),
    clear,
  };
}
