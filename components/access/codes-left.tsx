import { buttonClasses } from '@/components/ui/button';
import { PlainLink } from '@/components/ui/plain-link';
import { AccessHeading } from './access-heading';
import type { SecondStepProps } from './second-step';

/** After a recovery code: how many are left, and the way to new ones. The person is signed in by now. */
export function CodesLeft({
  next,
  left,
  sentence,
  words: { labels },
}: SecondStepProps & { left: number; sentence: string | undefined }) {
  // Without any, the loss of a device would be the loss of the account.
  const [first, second] = left === 0 ? [RENEW, next] : [next, RENEW];
  const names = { [next]: labels.continue, [RENEW]: labels.codesRenew };
  return (
    <>
      <AccessHeading title={labels.codesLeftTitle} lead={sentence} focused />
      <div className="flex flex-col gap-5 text-center text-md">
        <a href={first} className={buttonClasses({ variant: 'primary' })}>
          {names[first]}
        </a>
        <PlainLink href={second}>{names[second]}</PlainLink>
      </div>
    </>
  );
}

const RENEW = '/settings/security#recoveryCodes';
