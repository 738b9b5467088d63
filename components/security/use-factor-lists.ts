import { useFormatter, useTranslations } from 'next-intl';
import { type Factors, secondFactors } from '@/server/auth/rules';

/** What somebody has, as lists within a sentence. */
export function useFactorLists() {
  const t = useTranslations('security.factors');
  const format = useFormatter();
  return {
    /** What a sign-in can begin with: "your password, 2 passkeys and a connected account". */
    ways: ({ password, passkeys, connections }: Factors, type: 'conjunction' | 'disjunction') =>
      format.list(
        [
          ...(password ? [t('password')] : []),
          ...(passkeys ? [t('passkeys', { count: passkeys })] : []),
          ...(connections ? [t('connections', { count: connections })] : []),
        ],
        { type },
      ),
    /** What is asked for after the first step: "a passkey or a recovery code". */
    second: (factors: Factors) =>
      format.list(
        secondFactors(factors).map((factor) => t(factor)),
        { type: 'disjunction' },
      ),
  };
}
