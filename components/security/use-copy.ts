import { useTranslations } from 'next-intl';
import { showToast } from '@/components/ui/toast';

/** Puts a text on the clipboard, and says whether that worked. */
export function useCopy() {
  const t = useTranslations('security');
  return (text: string) =>
    // Without https there is no clipboard at all.
    Promise.resolve()
      .then(() => navigator.clipboard.writeText(text))
      .then(
        () => showToast({ text: t('copied'), tone: 'success', id: 'copied' }),
        () => showToast({ text: t('copyFailed'), tone: 'warning', id: 'copied' }),
      );
}
