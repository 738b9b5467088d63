import type { KeyboardEvent } from 'react';

const STEPS = new Map([
  ['j', 1],
  ['k', -1],
]);

/**
 * J goes to the next message and K to the one before, where Enter opens it. Only while the focus is among the messages, so
 * that nobody who dictates or types meets a key they did not mean.
 */
export function moveByKey(event: KeyboardEvent<HTMLElement>) {
  const { currentTarget: list, target, ctrlKey, metaKey, altKey } = event;
  const step = STEPS.get(event.key.toLowerCase());
  if (!step || ctrlKey || metaKey || altKey || !(target instanceof HTMLElement)) return;
  // A window that a message opened stands elsewhere, though what is pressed in it arrives here.
  if (!list.contains(target) || isForText(target)) return;
  const rows = [...list.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.findIndex((row) => row.contains(target));
  // Below the messages: back to the last of them.
  const next = at < 0 && step < 0 ? rows.at(-1) : rows[at + step];
  const button = next?.querySelector('button');
  if (!button) return;
  event.preventDefault();
  button.focus();
}

function isForText({ isContentEditable, tagName }: HTMLElement) {
  return isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(tagName);
}
