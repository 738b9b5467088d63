import { usePages } from '@/components/admin/use-pages';
import { fetchTrpc } from '@/components/fetch-trpc';
import type { auditInput } from './audit-filters';
import type { ShownEntry } from './shown-entry';

export interface AuditPage {
  entries: ShownEntry[];
  next: string | null;
}

/** The log as far as it was looked at. */
export function useEntries({ first, filter }: { first: AuditPage; filter: ReturnType<typeof auditInput> }) {
  const { lines: entries, ...rest } = usePages<ShownEntry, string>({
    lines: first.entries,
    next: first.next,
    answer: first,
    query: JSON.stringify(filter),
    idOf: ({ id }) => id,
    async read(after) {
      const page = await (await fetchTrpc()).audit.list.query({ filter, after });
      return { lines: page.entries, next: page.next };
    },
  });
  return { entries, ...rest };
}
