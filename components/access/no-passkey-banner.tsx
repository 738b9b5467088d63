import { Banner } from '@/components/ui/banner';
import type { NoPasskey } from './passkey-ceremony';
import { RefusalBanner } from './refusal-banner';
import type { PasskeySentences } from './use-passkey';
import type { AccessWords } from './words';

/** Says why nothing came of a passkey. Who closed the question of their device knows that: it is no error. */
export function NoPasskeyBanner({
  outcome,
  sentences,
  words,
}: {
  outcome: NoPasskey;
  sentences: PasskeySentences;
  words: AccessWords;
}) {
  if (typeof outcome === 'object') return <RefusalBanner refusal={outcome} words={words} />;
  const unused = outcome === 'unused';
  return (
    <Banner tone={unused ? 'info' : 'danger'} role={unused ? 'status' : 'alert'}>
      {sentences[outcome]}
    </Banner>
  );
}
