import { expect, test } from 'vitest';
import { waitingTime } from './waiting-time';

test.each([
  [1, 'in 1 second', 'dans 1 seconde'],
  [89, 'in 89 seconds', 'dans 89 secondes'],
  [90, 'in 2 minutes', 'dans 2 minutes'],
  [900, 'in 15 minutes', 'dans 15 minutes'],
  [5400, 'in 2 hours', 'dans 2 heures'],
  [86_400, 'in 24 hours', 'dans 24 heures'],
  [29 * 86_400 + 1, 'in 30 days', 'dans 30 jours'],
  [0.2, 'in 1 second', 'dans 1 seconde'],
])('%d seconds are said so that nobody comes too early', (seconds, english, french) => {
  expect(waitingTime(seconds, 'en')).toBe(english);
  expect(waitingTime(seconds, 'fr')).toBe(french);
});
