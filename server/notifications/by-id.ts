/**
 * Gives the row of an id, of rows that were read together; none for null. An id that a client has chosen may be in capitals where it
 * is kept as text, and PostgreSQL writes none so.
 */
export function byId<Row extends { id: string }>(rows: Row[]): (id: string | null) => Row | undefined {
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  return (id) => (id === null ? undefined : rowOf.get(id.toLowerCase()));
}
