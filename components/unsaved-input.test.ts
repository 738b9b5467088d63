import { expect, test } from 'vitest';
import { hasUnsavedInput } from './unsaved-input';

/** A page of one field, as the browser describes it; no DOM is needed for that. */
function pageOf(field: Record<string, unknown>, { within = [] as string[], marked = false } = {}) {
  const element = {
    type: 'text',
    value: '',
    defaultValue: '',
    readOnly: false,
    disabled: false,
    autocomplete: '',
    closest: (selector: string) => (within.some((place) => selector.includes(place)) ? {} : null),
    ...field,
  };
  const page: object = {
    querySelector: () => (marked ? {} : null),
    querySelectorAll: () => [element],
  };
  return page as ParentNode;
}

test.each([
  ['a line', { value: 'Robin' }],
  ['an address', { type: 'email', value: 'robin@example.test' }],
  ['a text', { type: 'textarea', value: 'a longer one', defaultValue: 'a longer' }],
  ['a line that was emptied', { value: '', defaultValue: 'Robin' }],
])('%s that is not as it was is unsaved', (_, field) => {
  expect(hasUnsavedInput(pageOf(field))).toBe(true);
});

test.each([
  ['what is as it was', { value: 'Robin', defaultValue: 'Robin' }],
  ['a password', { type: 'password', value: 'seven walruses' }],
  ['a password that is shown', { value: 'seven walruses', autocomplete: 'current-password' }],
  ['a code', { value: '123456', autocomplete: 'one-time-code' }],
  ['whose password it is', { value: 'robin@example.test', readOnly: true }],
  ['a hidden field', { type: 'hidden', value: 'x' }],
  ['a box', { type: 'checkbox', value: 'on', defaultValue: '' }],
  ['a search', { type: 'search', value: 'robin' }],
])('%s is not', (_, field) => {
  expect(hasUnsavedInput(pageOf(field))).toBe(false);
});

test('what a form says of itself counts, and not how its fields look', () => {
  const saved = { value: 'Robin', defaultValue: 'Ada' };
  expect(hasUnsavedInput(pageOf(saved, { within: ['[data-unsaved]'] }))).toBe(false);
  expect(hasUnsavedInput(pageOf(saved, { within: ['[data-unsaved]'], marked: true }))).toBe(true);
});
