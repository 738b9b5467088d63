'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';

interface Props {
  /** Whose it is; the person's, where nothing is said. */
  label?: string;
  letter: { locale: string; subject: string; text: string } | undefined;
  loading: boolean;
  onShow: () => void;
}

/** The mail that the person is going to get, word for word. */
export function ActionPreview({ label, letter, loading, onShow }: Props) {
  const t = useTranslations('acting');
  return (
    <div className="flex flex-col items-start gap-2">
      <Button size="sm" loading={loading} onClick={onShow}>
        {t('preview')}
      </Button>
      {/* Read out when it is there. */}
      <div role="status" className="w-full">
        {letter && (
          <section
            aria-label={label ?? t('mail')}
            className="rounded-md border bg-surface-sunken p-3 text-md"
          >
            <p lang={letter.locale} className="wrap-anywhere font-medium">
              {letter.subject}
            </p>
            <p lang={letter.locale} className="wrap-anywhere mt-2 whitespace-pre-wrap text-sm">
              {letter.text}
            </p>
          </section>
        )}
      </div>
    </div>
  );
}
