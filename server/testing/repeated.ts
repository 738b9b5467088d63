import type { Statement } from '@/db/recorder';

/** The texts of the statements that went out more than once with the same parameters. */
export function repeated(statements: Pick<Statement, 'text' | 'parameters'>[]): string[] {
  const seen = new Set<string>();
  return statements.flatMap(({ text, parameters }) => {
    const both = JSON.stringify([text, parameters]);
    if (seen.has(both)) return [text];
    seen.add(both);
    return [];
  });
}
