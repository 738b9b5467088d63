import { unstable_rethrow } from 'next/navigation';
import { getTimeZone } from 'next-intl/server';
import { type AuditFilters, auditInput } from '@/components/audit/audit-filters';
import { AuditList } from '@/components/audit/audit-list';
import { UnreadAudit } from '@/components/audit/unread-audit';
import { forPage } from '@/server/caller';

/** The log, or that it could not be read: the frame of the administration stands in both cases. */
export async function AuditPart({ filters }: { filters: AuditFilters }) {
  const filter = auditInput(filters, await getTimeZone());
  const first = await forPage('/admin/audit', (api) => api.audit.list({ filter })).catch((error) => {
    unstable_rethrow(error);
    return undefined;
  });
  return first ? <AuditList first={first} filters={filters} /> : <UnreadAudit />;
}
