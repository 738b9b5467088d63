'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { showSetting } from '@/components/navigation/show-setting';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';

/** What "This was not me" has ended, counted. */
export interface Reported {
  /** Apps among them. */
  endedSessions: number;
  forgottenDevices: number;
}

/** What was ended, and the next step: whoever was in knew a way. */
export function ReportedNotice({ ended }: { ended: Reported }) {
  const t = useTranslations('sessions');
  const router = useRouter();
  const check = () =>
    showSetting({
      href: '/settings/security',
      id: 'readiness',
      go: (address) => router.push(`${address}#readiness`),
    });
  return (
    <section aria-labelledby="reportedTitle">
      <Banner
        tone="success"
        action={
          <Button variant="primary" onClick={check}>
            {t('reportedAction')}
          </Button>
        }
      >
        {/* The focus comes here: it is read out before the button is reached. */}
        <div id="reported" tabIndex={-1}>
          <p id="reportedTitle" className="font-medium">
            {t('reportedSessions', { count: ended.endedSessions })}{' '}
            {ended.forgottenDevices > 0 && t('reportedDevices', { count: ended.forgottenDevices })}
          </p>
          <p>{t('reportedText')}</p>
        </div>
      </Banner>
    </section>
  );
}
