import type { ReadList } from '@/db/replica/replica';
import type { AuditFilter, AuditFormat } from './inputs';
import { type AuditEntry, streamAudit } from './queries';

const COLUMNS = [
  'id',
  'at',
  'kind',
  'actorId',
  'actorHandle',
  'subjectId',
  'subjectHandle',
  'before',
  'after',
  'requestId',
  'ip',
  'redactedAt',
] as const satisfies (keyof AuditEntry)[];

/** The entries that a filter finds, and its reader is told, as a file, piece by piece: CSV (RFC 4180) with a head, or JSON Lines. */
export async function* writeAudit(
  readList: ReadList,
  { filter, format, readerId }: { filter: AuditFilter; format: AuditFormat; readerId: string },
): AsyncGenerator<string> {
  if (format === 'csv') yield `${COLUMNS.join(',')}\r\n`;
  const line = format === 'csv' ? csvLine : jsonLine;
  for await (const entries of streamAudit(readList, { filter, readerId })) yield entries.map(line).join('');
}

function jsonLine(entry: AuditEntry): string {
  return `${JSON.stringify(Object.fromEntries(COLUMNS.map((name) => [name, entry[name]])))}\n`;
}

function csvLine(entry: AuditEntry): string {
  return `${COLUMNS.map((name) => csvCell(entry[name])).join(',')}\r\n`;
}

// Also behind what another spreadsheet separates cells by, as a French one does by semicolons; and in full width (OWASP).
const FORMULA = /(^|[;\t\r\n])(?=[=+\-@＝＋－＠])|^(?=[\t\r\n])/gu;

/** What a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection). */
export function csvCell(value: string | number | object | null | undefined): string {
  const text =
    value === null || value === undefined
      ? ''
      : value instanceof Date
        ? value.toISOString()
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value);
  const safe = text.replace(FORMULA, "$1'");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
