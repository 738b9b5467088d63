import type { ReactNode } from 'react';
import { SettingsShell } from '@/components/navigation/settings-shell';
import { Words } from '@/components/words';
import { viewer } from '@/server/caller';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const me = await viewer();
  // The page knows where to come back to after signing in, and sends there.
  if (!me) return children;
  return (
    <Words
      names={[
        'common',
        'reasons',
        'problems',
        'errors',
        'navigation',
        'palette',
        'notificationTypes',
        'profile',
        'securityCards',
        'stepUp',
        'passkeyCreation',
      ]}
    >
      <SettingsShell me={me}>{children}</SettingsShell>
    </Words>
  );
}
