'use client';

import type { inferRouterOutputs } from '@trpc/server';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { Provider } from '@/server/auth/connections';
import type { AppRouter } from '@/server/router';
import { CodeProof } from './code-proof';
import { PasskeyProof } from './passkey-proof';
import { PasswordProof } from './password-proof';
import { SignInAgain } from './sign-in-again';
import { SignInElsewhere } from './sign-in-elsewhere';

export type StepUpStatus = inferRouterOutputs<AppRouter>['auth']['stepUp']['status'] & {
  /** Where else to sign in again, for whoever has nothing to confirm with. */
  elsewhere: Provider[];
};
type Method = StepUpStatus['methods'][number];

/** What this person can confirm with, the safest first. */
export async function fetchStatus(): Promise<StepUpStatus> {
  const status = await trpc.auth.stepUp.status.query();
  if (status.methods.length > 0) return { ...status, elsewhere: [] };
  const { offered, connections } = await trpc.auth.connections.list.query();
  const isTheirs = (provider: Provider) => connections.some((connection) => connection.provider === provider);
  return { ...status, elsewhere: offered.filter(isTheirs) };
}

const OTHER = {
  passkey: 'passkeyAction',
  totp: 'totpOther',
  recoveryCode: 'recoveryCodeOther',
  password: 'passwordOther',
} as const satisfies Record<Method, string>;

/** "Confirm it is you", with whichever factor the person has: the first is offered, the others are a press away. */
export function StepUpDialog({
  open,
  status,
  isStaff,
  onAnswer,
}: {
  open: boolean;
  status: StepUpStatus;
  isStaff: boolean;
  onAnswer: (confirmed: boolean) => void;
}) {
  const t = useTranslations('stepUp');
  const common = useTranslations('common');
  const [chosen, setChosen] = useState(status.methods[0]);
  const proof = useRef<HTMLDivElement>(null);
  const last = useRef(chosen);
  // The dialog itself sees to the first focus; here it is what a press on another way has brought.
  useEffect(() => {
    if (last.current === chosen) return;
    last.current = chosen;
    proof.current?.querySelector<HTMLElement>('input:not([tabindex="-1"]), button')?.focus();
  }, [chosen]);
  const others = status.methods.filter((method) => method !== chosen);
  return (
    <Dialog
      open={open}
      onOpenChange={(stays) => !stays && onAnswer(false)}
      title={t('title')}
      description={t(isStaff ? 'staffText' : 'text')}
      closeLabel={common('close')}
      size="sm"
    >
      <div ref={proof}>
        {/* Each is a form of its own, and what went wrong with one is not told beside another. */}
        <Proof key={chosen} method={chosen} status={status} onProven={() => onAnswer(true)} />
      </div>
      {others.length > 0 && (
        <OtherWays title={t('otherWays')}>
          {others.map((method) => (
            <Button key={method} onClick={() => setChosen(method)}>
              {t(OTHER[method])}
            </Button>
          ))}
        </OtherWays>
      )}
    </Dialog>
  );
}

function Proof({
  method,
  status,
  onProven,
}: {
  method: Method | undefined;
  status: StepUpStatus;
  onProven: () => void;
}) {
  switch (method) {
    case 'passkey':
      return <PasskeyProof onProven={onProven} />;
    case 'totp':
    case 'recoveryCode':
      return <CodeProof kind={method} onProven={onProven} />;
    case 'password':
      return <PasswordProof email={status.email} onProven={onProven} />;
    case undefined:
      return status.elsewhere.length ? <SignInElsewhere providers={status.elsewhere} /> : <SignInAgain />;
  }
}

function OtherWays({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-2 border-t pt-4">
      <p className="text-sm text-text-muted">{title}</p>
      {children}
    </div>
  );
}
