'use client';

import { useCallback, useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import type { SecondStepProps } from './second-step';
import { useAccessForm } from './use-access-form';

/** Ends a sign-in that needs nothing more, by itself; where that does not work, the button tries again. */
export function FinishSignIn({ next, words }: SecondStepProps) {
  const { labels } = words;
  const load = useCallback(
    () => import('./second-step-actions').then(({ finishAction }) => finishAction(next)),
    [next],
  );
  const { submit, sending, refused } = useAccessForm({ load, words });
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.requestSubmit(), []);
  return (
    <form ref={form} method="post" onSubmit={submit} className="flex flex-col gap-5">
      {refused}
      <Button type="submit" variant="primary" loading={sending}>
        {labels.continue}
      </Button>
    </form>
  );
}
