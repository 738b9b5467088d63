'use client';

import { type ComponentType, type ReactNode, useCallback, useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { EmailField } from './email-field';
import { PasskeyButton } from './passkey-button';
import { useAccessForm } from './use-access-form';
import type { WordsOf } from './words';

interface Props {
  /** Where to go once signed in, a path of ours. */
  next: string;
  passkeyIcon: ReactNode;
  /** Whether the browser offers passkeys by itself. */
  passkeysOffered: boolean;
  /** Why the person stands here; who goes on has read it. */
  notice: ReactNode;
  /** Buttons of other sites to sign in with. */
  providers: ReactNode;
  words: WordsOf<'signIn'>;
}

/** The second step, whose code comes with the first use of the page. */
export type PasswordStep = ComponentType<Props & { email: string }>;

/** The address first, then the password on the same page; Back leads to the address again. Or a passkey at once. */
export function SignIn(props: Props) {
  const [entered, setEntered] = useState<{ email: string; Password: PasswordStep }>();
  const [ahead, setAhead] = useState(false);

  useEffect(() => {
    // Of this load of the page: what was typed in an earlier one is gone.
    const follow = ({ state }: PopStateEvent) => setAhead(state?.load === performance.timeOrigin);
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);

  const enter = useCallback((email: string, Password: PasswordStep) => {
    history.pushState({ load: performance.timeOrigin }, '');
    setEntered({ email, Password });
    setAhead(true);
  }, []);

  const due = ahead && entered;
  return (
    <>
      <p aria-live="polite" className="sr-only">
        {due && props.words.labels.passwordStep.replace('{address}', due.email)}
      </p>
      {due ? (
        <due.Password {...props} email={due.email} />
      ) : (
        <AddressStep {...props} before={entered?.email} onEnter={enter} />
      )}
    </>
  );
}

function AddressStep({
  next,
  passkeyIcon,
  passkeysOffered,
  notice,
  providers,
  words,
  before,
  onEnter,
}: Props & { before: string | undefined; onEnter: (email: string, Password: PasswordStep) => void }) {
  const load = useCallback(
    () => import('./password-step').then(({ addressAction }) => addressAction(onEnter)),
    [onEnter],
  );
  const { submit, sending, refused, errors } = useAccessForm({ load, words });
  const { labels } = words;
  return (
    <div className="flex flex-col gap-5">
      {notice}
      <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-5">
        {refused}
        {/* Who comes back to it wants to change it. */}
        <EmailField
          words={words}
          errors={errors}
          autoComplete="username webauthn"
          defaultValue={before}
          autoFocus={before !== undefined}
        />
        <Button type="submit" variant="primary" loading={sending}>
          {labels.continue}
        </Button>
      </form>
      <p className="flex items-center gap-3 text-sm text-text-muted before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
        {labels.or}
      </p>
      <div className="flex flex-col gap-3">
        <PasskeyButton next={next} icon={passkeyIcon} offered={passkeysOffered} words={words} />
        {providers}
      </div>
    </div>
  );
}
