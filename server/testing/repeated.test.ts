import { expect, test } from 'vitest';
import { repeated } from './repeated';

test('a statement sent twice with the same parameters is noticed, with others it is not', () => {
  const sent = (parameter: unknown) => ({ text: 'select $1', parameters: [parameter] });
  expect(repeated([sent('a'), sent('b')])).toEqual([]);
  expect(repeated([sent('a'), sent('a')])).toEqual(['select $1']);
});
