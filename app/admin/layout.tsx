import type { ReactNode } from 'react';
import { AdminShell } from '@/components/admin/admin-shell';
import { QueryProvider } from '@/components/query-provider';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const me = await forPage('/admin', (api) => api.viewer.staff());
  return (
    <Words
      names={[
        'common',
        'reasons',
        'errors',
        'navigation',
        'admin',
        'palette',
        'notificationTypes',
        'profile',
        'securityCards',
      ]}
    >
      <QueryProvider>
        <AdminShell me={me}>{children}</AdminShell>
      </QueryProvider>
    </Words>
  );
}
