'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from 'react';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { trpc } from '@/components/trpc';
import { useRefusalToast } from '@/components/use-refusal-toast';
import { onCodesAsked } from './codes-due';
import { RecoveryCodesDialog } from './recovery-codes-dialog';

/** A set of codes that is being shown, or was a moment ago. */
interface Shown {
  codes: string[];
  madeAt: Date;
  open: boolean;
}

const NewCodesContext = createContext<() => Promise<void>>(() => Promise.resolve());

/** Makes a new set of recovery codes, and shows it; resolves when it stands or could not be made. */
export function useNewCodes() {
  return useContext(NewCodesContext);
}

/** The one place of the page where codes are shown. */
export function RecoveryCodesProvider({ email, children }: { email: string; children: ReactNode }) {
  const tellRefusal = useRefusalToast();
  const confirmed = useConfirmed();
  const router = useRouter();
  const [shown, setShown] = useState<Shown>();

  async function make() {
    try {
      const { codes } = await confirmed(() => trpc.auth.recoveryCodes.generate.mutate());
      setShown({ codes, madeAt: new Date(), open: true });
      router.refresh();
    } catch (error) {
      if (!isUnconfirmed(error)) tellRefusal(error);
    }
  }

  // Who has just made their first passkey elsewhere comes here for that.
  const makeAsAsked = useEffectEvent(() => void make());
  useEffect(() => onCodesAsked(() => makeAsAsked()), []);

  return (
    <NewCodesContext value={make}>
      {children}
      {shown && (
        <RecoveryCodesDialog
          {...shown}
          email={email}
          onClose={() => setShown((now) => now && { ...now, open: false })}
        />
      )}
    </NewCodesContext>
  );
}
