import { expect, test } from 'vitest';
import { cn } from './cn';

test('keeps the later of two classes for the same thing', () => {
  expect(cn('px-4 py-2', 'px-2')).toBe('py-2 px-2');
  expect(cn('w-full h-4', 'size-9')).toBe('size-9');
  expect(cn('hover:bg-surface', 'hover:bg-accent')).toBe('hover:bg-accent');
  expect(cn('px-2', 'sm:px-6')).toBe('px-2 sm:px-6');
});

test('knows a size of text from a colour of text', () => {
  expect(cn('text-md text-text-muted', 'text-sm')).toBe('text-text-muted text-sm');
  expect(cn('text-md text-text', 'text-danger-text')).toBe('text-md text-danger-text');
  expect(cn('text-start text-md', 'text-end')).toBe('text-md text-end');
});

test('leaves out what is not so', () => {
  expect(cn('flex', false, undefined, ['gap-2', { hidden: false }])).toBe('flex gap-2');
});
