'use client';

import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import type { SecondFactor } from '@/server/auth/rules';
import { RecoveryCodeForm, TotpForm } from './code-forms';
import { CodesLeft } from './codes-left';
import { SecondPasskey } from './second-passkey';
import type { WordsOf } from './words';

export interface SecondStepProps {
  next: string;
  words: WordsOf<'secondStep'>;
}

/** The second proof of a sign-in: the way used last, and the others one press away. */
export function SecondStep({
  heading,
  methods,
  icons,
  codesLeft,
  startOver,
  ...props
}: SecondStepProps & {
  heading: ReactNode;
  /** What the person has, the one used last first. */
  methods: SecondFactor[];
  icons: Record<SecondFactor, ReactNode>;
  /** What to say when 0, 1, 2... recovery codes are left. */
  codesLeft: string[];
  startOver: ReactNode;
}) {
  const { labels } = props.words;
  const [method, setMethod] = useState(methods[0]);
  const [trusted, setTrusted] = useState(false);
  const [left, setLeft] = useState<number>();
  const names = { passkey: labels.passkeyAction, totp: labels.useTotp, recoveryCode: labels.useRecovery };
  if (left !== undefined) return <CodesLeft {...props} left={left} sentence={codesLeft[left]} />;
  const trust = (
    <Checkbox
      label={labels.trustDevice}
      description={labels.trustHint}
      checked={trusted}
      onChange={(event) => setTrusted(event.currentTarget.checked)}
    />
  );
  return (
    <div className="flex flex-col gap-6">
      <div className="-mb-6">{heading}</div>
      {method === 'passkey' && (
        <SecondPasskey {...props} icon={icons.passkey} trust={trust} trusted={trusted} />
      )}
      {method === 'totp' && <TotpForm {...props} trust={trust} trusted={trusted} />}
      {method === 'recoveryCode' && (
        <RecoveryCodeForm {...props} trust={trust} trusted={trusted} onLeft={setLeft} />
      )}
      {methods.length > 1 && (
        <div className="flex flex-col gap-2">
          <h2 className="text-center font-normal text-sm text-text-muted">{labels.otherWays}</h2>
          {methods
            .filter((other) => other !== method)
            .map((other) => (
              <Button key={other} onClick={() => setMethod(other)}>
                {icons[other]}
                {names[other]}
              </Button>
            ))}
        </div>
      )}
      <p className="text-center text-md">{startOver}</p>
    </div>
  );
}
