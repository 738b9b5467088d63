import type { Refusal } from '@/components/refusal';
import { Banner } from '@/components/ui/banner';
import { waitingTime } from '@/components/waiting-time';
import type { Instead } from './use-access-form';
import type { AccessWords } from './words';

/** Why a form was refused as a whole, above it. `instead` stands in for the sentence of some reasons. */
export function RefusalBanner({
  refusal,
  words,
  instead = {},
}: {
  refusal: Refusal | undefined;
  words: AccessWords;
  instead?: Instead | undefined;
}) {
  if (!refusal) return null;
  const { reason, retryAfter = 60 } = refusal;
  return (
    <Banner tone="danger" role="alert">
      {instead[reason] ?? words.reasons[reason].replace('{when}', waitingTime(retryAfter, words.locale))}
    </Banner>
  );
}
