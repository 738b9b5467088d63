'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';

interface Props {
  /** Which of the two is on its way. */
  busy: 'allow' | 'deny' | undefined;
  /** Nothing is left that could be allowed. */
  empty: boolean;
  onAllow: () => void;
  onDeny: () => void;
}

/** Yes and no, of the same size. */
export function AnswerButtons({ busy, empty, onAllow, onDeny }: Props) {
  const t = useTranslations('oauth');
  return (
    <div className="flex flex-col gap-2">
      {empty && (
        <p role="status" className="text-sm text-text-muted">
          {t('chooseOne')}
        </p>
      )}
      <div className="grid grid-cols-2 gap-3">
        <Button onClick={onDeny} loading={busy === 'deny'} disabled={busy === 'allow'}>
          {t('deny')}
        </Button>
        <Button
          variant="primary"
          onClick={onAllow}
          loading={busy === 'allow'}
          disabled={empty || busy === 'deny'}
        >
          {t('allow')}
        </Button>
      </div>
    </div>
  );
}
