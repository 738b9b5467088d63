import { type ChangeEvent, useRef, useState } from 'react';

/**
 * What of a list is chosen, up to as many as something is done about at once; what is not in the list any more is not.
 * @param of.ids of the list, in its order
 */
export function useChoice({ ids, most }: { ids: string[]; most: number }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string>(undefined);
  const still = ids.filter((id) => chosen.has(id)).slice(0, most);

  function add(more: string[]) {
    setChosen(new Set([...still, ...more].slice(0, most)));
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
    chooseAll: () => (still.length >= Math.min(ids.length, most) ? clear() : add(ids)),
    clear,
  };
}

/** Whether Shift was held as a box was pressed: then those between it and the one before are meant as well. */
export function withShift({ nativeEvent }: ChangeEvent<HTMLInputElement>) {
  return nativeEvent instanceof MouseEvent && nativeEvent.shiftKey;
}
