import { Button } from '@/components/ui/button';
import { AccessHeading } from './access-heading';
import { usePasskey } from './use-passkey';
import type { WordsOf } from './words';

const load = () => import('./passkey-sign-up');

/** The passkey of an account that has no password, made by a press of its own: the device asks for it at once. */
export function CreatePasskey({ token, words }: { token: string; words: WordsOf<'verifyEmail'> }) {
  const { labels } = words;
  const { asking, told, ask } = usePasskey({
    load,
    sentences: {
      forgotten: words.reasons.PASSKEY_UNKNOWN,
      unsupported: labels.passkeyNotMakeable,
      unused: labels.passkeyNotMade,
    },
    words,
  });
  return (
    <>
      <AccessHeading title={labels.createPasskeyTitle} lead={labels.createPasskeyText} focused />
      <div className="flex flex-col gap-5">
        {told}
        <Button
          variant="primary"
          loading={asking}
          onClick={() => ask(({ signUpByPasskey }) => signUpByPasskey(token))}
        >
          {labels.createPasskeyAction}
        </Button>
      </div>
    </>
  );
}
