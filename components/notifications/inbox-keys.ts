import type { KeyboardEvent } from 'react';

/** What the keys of a row press, by `data-key` of the element. */
const PRESSES = new Map([
  ['e', 'archive'],
  ['u', 'read'],
  ['s', 'snooze'],
]);
const STEPS = new Map([
  ['j', 1],
  ['k', -1],
]);

/**
 * J and K go through the notifications, Enter opens what has the focus, as any link; E puts it away, U marks it, S puts it off, and
 * ? lists the keys. Only while the focus is among them, so that nobody who dictates or types meets a key they did not mean.
 */
export function inboxKeys(help: () => void) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const { currentTarget: list, target, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || !(target instanceof HTMLElement)) return;
    // A menu that a row opened stands elsewhere, though what is pressed in it arrives here.
    if (!list.contains(target) || target.closest('[role=menu]')) return;
    const key = event.key.toLowerCase();
    const rows = [...list.querySelectorAll<HTMLElement>('[data-row]')];
    const at = rows.findIndex((row) => row.contains(target));
    const step = STEPS.get(key);
    if (step) {
      const next = at < 0 && step < 0 ? rows.at(-1) : rows[at + step];
      const main = next?.querySelector<HTMLElement>('[data-key=open]');
      if (!main) return;
      event.preventDefault();
      return main.focus();
    }
    if (key === '?') {
      event.preventDefault();
      return help();
    }
    const pressed = PRESSES.get(key);
    const button = pressed && rows[at]?.querySelector<HTMLElement>(`[data-key=${pressed}]`);
    if (!button) return;
    event.preventDefault();
    // Where the menu opens, and where the focus comes back to.
    if (pressed === 'snooze') button.querySelector('button')?.focus();
    (pressed === 'snooze' ? button.querySelector('button') : button)?.click();
  };
}
