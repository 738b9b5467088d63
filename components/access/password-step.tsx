import { useState } from 'react';
import type { z } from 'zod';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { linkClasses, PlainLink } from '@/components/ui/plain-link';
import { PasswordSignInInput, StartSignInInput } from '@/server/auth/inputs';
import { completeSignIn } from './complete-sign-in';
import { EmailField } from './email-field';
import { rememberAddress } from './known-address';
import { PasskeyButton } from './passkey-button';
import { PasswordField } from './password-field';
import type { PasswordStep as Step } from './sign-in';
import { rememberWay } from './signed-in-with';
import { type AccessAction, useAccessForm } from './use-access-form';

/** The password, with the address that it belongs to where password managers look for it. */
const PasswordStep: Step = ({ email, next, passkeyIcon, words }) => {
  const { labels, reasons } = words;
  const [load] = useState(() => async () => passwordAction(next));
  const forgot = <PlainLink href="/forgot-password">{labels.forgotLink}</PlainLink>;
  const { submit, sending, refused, errors } = useAccessForm({
    load,
    words,
    instead: {
      EMAIL_UNVERIFIED: (
        <>
          {labels.unverified} <PlainLink href="/sign-up">{labels.unverifiedAction}</PlainLink>
        </>
      ),
      FACTOR_CLOSED: (
        <>
          {reasons.FACTOR_CLOSED} {forgot}
        </>
      ),
    },
  });
  return (
    <div className="flex flex-col gap-5">
      <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-5">
        {refused}
        <div className="flex flex-col gap-1.5">
          {/* Not what was typed before, but what stands here is sent: a password manager may fill in another account. */}
          <EmailField words={words} errors={errors} defaultValue={email} readOnly />
          <button
            type="button"
            onClick={() => history.back()}
            className={`${linkClasses} min-h-6 w-fit cursor-pointer text-sm`}
          >
            {labels.otherAddress}
          </button>
        </div>
        {/* The focus follows the person, who has just asked for this step. */}
        <PasswordField
          label={labels.password}
          words={words}
          errors={errors}
          autoComplete="current-password"
          autoFocus
        />
        <Button type="submit" variant="primary" loading={sending}>
          {labels.signInAction}
        </Button>
      </form>
      <PasskeyButton next={next} icon={passkeyIcon} words={words} />
      <p className="text-center text-md">{forgot}</p>
    </div>
  );
};

/** Takes the address; whether there is an account with it is nobody's business before the password. */
export function addressAction(onEnter: (email: string, Password: Step) => void): AccessAction {
  return {
    schema: StartSignInInput,
    async send({ email }: z.output<typeof StartSignInInput>) {
      rememberAddress(email);
      onEnter(email, PasswordStep);
    },
  };
}

const PasswordForm = StartSignInInput.extend(PasswordSignInInput.shape);

/** Signs in by password and goes on to `next`, or to the second factor first. */
function passwordAction(next: string): AccessAction {
  return {
    schema: PasswordForm,
    async send({ email, password }: z.output<typeof PasswordForm>) {
      await trpc.auth.signIn.start.mutate({ email });
      const step = await trpc.auth.signIn.password.mutate({ password });
      rememberWay('password');
      if (step.next === 'done') return completeSignIn({ ticket: step.ticket, next });
      location.assign(`/second-step?next=${encodeURIComponent(next)}`);
    },
  };
}
