import type { KeyboardEvent } from 'react';

interface Does {
  /** @param upTo with those between it and the one before: Shift was held */
  select: (id: string, upTo: boolean) => void;
  /** Of a list whose rows are not all there; `from`: the row with the focus. */
  move?: (from: string | undefined, step: 1 | -1) => void;
  /** A list whose rows are claimed. */
  claim?: (id: string) => void;
}

/**
 * J and K go through the rows, X chooses the one with the focus, C claims it and / goes to the filters; Enter opens what has the
 * focus, as any link. Only while the focus is in the list, so that nobody who dictates meets them.
 */
export function listKeys({ select, move, claim }: Does) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const { currentTarget: list, target, key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (ctrlKey || metaKey || altKey || !(target instanceof HTMLElement)) return;
    // A window over the list stands elsewhere, though what is pressed in it arrives here.
    if (!list.contains(target) || takesLetters(target)) return;
    const rows = [...list.querySelectorAll<HTMLElement>('[data-row]')];
    const at = rows.findIndex((row) => row.contains(target));
    const id = rows[at]?.dataset.row;
    const actions: Record<string, (() => void) | undefined> = {
      j: () => (move ? move(id, 1) : rows[at + 1]?.querySelector('a')?.focus()),
      k: () => (move ? move(id, -1) : (at < 0 ? rows.at(-1) : rows[at - 1])?.querySelector('a')?.focus()),
      x: id === undefined ? undefined : () => select(id, shiftKey),
      c: id === undefined || !claim ? undefined : () => claim(id),
      '/': () => list.querySelector<HTMLElement>('[data-filter]')?.focus(),
    };
    const act = actions[key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  };
}

/** Whether what is pressed there is written. */
export function takesLetters(target: HTMLElement) {
  const isText = /^(TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
  return isText || (target instanceof HTMLInputElement && target.type !== 'checkbox');
}
