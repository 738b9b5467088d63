import { unstable_rethrow } from 'next/navigation';
import { ConnectionsCard } from '@/components/security/connections-card';
import { EmailCard } from '@/components/security/email-card';
import { PasskeysCard } from '@/components/security/passkeys-card';
import { PasswordCard } from '@/components/security/password-card';
import { ReadinessPanel } from '@/components/security/readiness-panel';
import { RecoveryCodesProvider } from '@/components/security/recovery-codes';
import { RecoveryCodesCard } from '@/components/security/recovery-codes-card';
import { RemovalProvider } from '@/components/security/removal';
import { SecurityLog } from '@/components/security/security-log';
import { TotpCard } from '@/components/security/totp-card';
import { TrustedDevicesCard } from '@/components/security/trusted-devices-card';
import { forPage } from '@/server/caller';

type Read<T> = Parameters<typeof forPage<T>>[1];

/** All that there is about a person's ways in, read side by side. What could not be read says so in its own card. */
export async function SecurityCards({
  email,
  connection,
}: {
  email: string;
  connection: string | undefined;
}) {
  const [readiness, passkeys, apps, codes, devices, connections, emailChange, events] = await Promise.all([
    part((api) => api.auth.readiness()),
    part((api) => api.auth.passkeys.list()),
    part((api) => api.auth.totp.list()),
    part((api) => api.auth.recoveryCodes.status()),
    part((api) => api.auth.trustedDevices.list()),
    part((api) => api.auth.connections.list()),
    part((api) => api.profile.changeEmail.pending()),
    part((api) => api.auth.events.list({})),
  ]);
  const factors = readiness?.factors;
  const hasSecondFactor = factors && factors.passkeys + factors.totp > 0;
  const first = hasSecondFactor === undefined ? undefined : !hasSecondFactor;
  return (
    <RecoveryCodesProvider email={email}>
      <RemovalProvider>
        <div className="flex flex-col gap-6">
          <ReadinessPanel readiness={readiness} />
          <PasskeysCard list={passkeys} first={first} />
          <TotpCard apps={apps} first={first} />
          <RecoveryCodesCard status={codes} needed={hasSecondFactor} />
          <PasswordCard has={factors?.password} email={email} />
          <EmailCard email={email} pending={emailChange} />
          <ConnectionsCard list={connections} outcome={connection} />
          <TrustedDevicesCard devices={devices} />
          <SecurityLog first={events} />
        </div>
      </RemovalProvider>
    </RecoveryCodesProvider>
  );
}

/** @returns undefined when it could not be read; who may not read it is sent where they have to go */
async function part<T>(read: Read<T>): Promise<T | undefined> {
  try {
    return await forPage('/settings/security', read);
  } catch (error) {
    unstable_rethrow(error);
    return undefined;
  }
}
