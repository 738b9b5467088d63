import { type ReactNode, useEffect } from 'react';
import { Button } from '@/components/ui/button';
import type { SecondStepProps } from './second-step';
import { fetchOnFirstUse } from './use-access-form';
import { usePasskey } from './use-passkey';

const load = () => import('./passkey-sign-in');

/** A passkey as second proof. It waits for a press: a question that nobody asked for is closed unread. */
export function SecondPasskey({
  next,
  words,
  icon,
  trust,
  trusted,
}: SecondStepProps & { icon: ReactNode; trust: ReactNode; trusted: boolean }) {
  const { labels } = words;
  const { asking, told, ask } = usePasskey({
    load,
    sentences: {
      forgotten: labels.passkeyForgotten,
      unsupported: labels.passkeyUnsupported,
      unused: labels.passkeyUnused,
    },
    words,
  });
  useEffect(() => fetchOnFirstUse(load), []);
  return (
    <div className="flex flex-col gap-5">
      {told}
      {trust}
      <div className="flex flex-col gap-1.5">
        <Button
          variant="primary"
          loading={asking}
          autoFocus
          aria-describedby="passkey-hint"
          onClick={() => ask(({ proveByPasskey }) => proveByPasskey({ next, trustDevice: trusted }))}
        >
          {icon}
          {labels.passkeyAction}
        </Button>
        <p id="passkey-hint" className="text-center text-sm text-text-muted">
          {labels.passkeyHint}
        </p>
      </div>
    </div>
  );
}
