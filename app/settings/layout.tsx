import type { ReactNode } from 'react';
import { SettingsShell } from '@/components/navigation/settings-shell';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const me = await forPage('/settings/profile', (api) => api.viewer.me());
  return (
    <Words names={['common', 'reasons', 'problems', 'errors', 'navigation', 'palette', 'profile']}>
      <SettingsShell me={me}>{children}</SettingsShell>
    </Words>
  );
}
