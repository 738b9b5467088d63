import { useTranslations } from 'next-intl';
import { needsSignIn, refusalOf } from './refusal';
import { signInAddress } from './session-over';
import { showToast } from './ui/toast';
import { useRefusalWords } from './use-refusal-words';

/**
 * Tells in a toast why something was not done, for actions that have no place of their own to say it. Where the session is
 * over and the page stayed for what is typed in it, with the way in in another tab.
 */
export function useRefusalToast() {
  const t = useTranslations('stepUp');
  const words = useRefusalWords();
  return (error: unknown) => {
    const refusal = refusalOf(error);
    const onAction = () => void window.open(signInAddress(refusal.reason), '_blank');
    const action = needsSignIn(refusal) ? { label: t('signInAgainTab'), onAction } : undefined;
    void showToast({ text: words(refusal), tone: 'danger', action });
  };
}
