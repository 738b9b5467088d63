import { type ReactNode, type SubmitEvent, useCallback, useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { SecondStepProps } from './second-step';
import { useAccessForm } from './use-access-form';

type Props = SecondStepProps & { trust: ReactNode; trusted: boolean };

/**
 * The code of an authenticator app: typed, pasted or filled in by the device, and sent with its sixth digit, also where
 * that was there before the code of the page was. Whether to trust the device stands before it, since nobody comes to
 * what is after it.
 */
export function TotpForm({ next, words, trust, trusted }: Props) {
  const { labels } = words;
  const load = useCallback(
    () => import('./second-step-actions').then(({ totpAction }) => totpAction(next)),
    [next],
  );
  const { submit, sending, refused, errors } = useAccessForm({ load, words });
  const sent = useRef('');
  const field = useRef<HTMLInputElement>(null);

  function send(event: SubmitEvent<HTMLFormElement>) {
    return submit(event, { trustDevice: trusted });
  }

  const sendOnceComplete = useCallback(() => {
    const digits = field.current?.value.replace(/\D/g, '') ?? '';
    // Not again when only a space was added to a code that was wrong.
    if (digits.length === 6 && digits !== sent.current) field.current?.form?.requestSubmit();
    sent.current = digits;
  }, []);
  useEffect(sendOnceComplete, [sendOnceComplete]);

  return (
    <form method="post" noValidate onSubmit={send} className="flex flex-col gap-5">
      {refused}
      {trust}
      <Field label={labels.totpLabel} description={labels.totpHint} error={errors.code}>
        <Input
          ref={field}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          onInput={sendOnceComplete}
        />
      </Field>
      <Button type="submit" variant="primary" loading={sending}>
        {labels.continue}
      </Button>
    </form>
  );
}

/** One of the codes that the person put away. */
export function RecoveryCodeForm({
  next,
  words,
  trust,
  trusted,
  onLeft,
}: Props & { onLeft: (left: number) => void }) {
  const { labels } = words;
  const load = useCallback(
    () => import('./second-step-actions').then(({ recoveryCodeAction }) => recoveryCodeAction(next, onLeft)),
    [next, onLeft],
  );
  const { submit, sending, refused, errors } = useAccessForm({ load, words });
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => submit(event, { trustDevice: trusted })}
      className="flex flex-col gap-5"
    >
      {refused}
      {trust}
      <Field label={labels.recoveryLabel} description={labels.recoveryHint} error={errors.code}>
        <Input
          name="code"
          autoComplete="off"
          autoCapitalize="characters"
          autoCorrect="off"
          spellCheck={false}
          autoFocus
          className="font-mono"
        />
      </Field>
      <Button type="submit" variant="primary" loading={sending}>
        {labels.continue}
      </Button>
    </form>
  );
}
