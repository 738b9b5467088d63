import type { KeyboardEvent } from 'react';

/**
 * J and K go through the people, X chooses the one with the focus, / goes to the search; Enter opens what has the focus, as any
 * link. Only while the focus is in the list, so that nobody who dictates meets them.
 */
export function peopleKeys({ select }: { select: (id: string) => void }) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const { currentTarget: list, target, key, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || !(target instanceof HTMLElement)) return;
    if (!list.contains(target) || takesLetters(target)) return;
    const rows = [...list.querySelectorAll<HTMLElement>('[data-row]')];
    const at = rows.findIndex((row) => row.contains(target));
    const id = rows[at]?.dataset.row;
    const actions: Record<string, (() => void) | undefined> = {
      j: () => rows[at + 1]?.querySelector('a')?.focus(),
      k: () => (at < 0 ? rows.at(-1) : rows[at - 1])?.querySelector('a')?.focus(),
      x: id === undefined ? undefined : () => select(id),
      '/': () => list.querySelector<HTMLElement>('[data-filter]')?.focus(),
    };
    const act = actions[key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  };
}

function takesLetters(target: HTMLElement) {
  const isText = /^(TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
  return isText || (target instanceof HTMLInputElement && target.type !== 'checkbox');
}
