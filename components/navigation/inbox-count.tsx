import { Bell } from 'lucide-react';
import { useTranslations } from 'next-intl';

/** More is not counted. */
const MOST = 99;

/** What the way to the inbox shows and is called: a bell, and how much waits. */
export function InboxCount({ waiting }: { waiting: number }) {
  const t = useTranslations('navigation');
  const shown = waiting > MOST ? `${MOST}+` : `${waiting}`;
  return (
    <>
      <Bell aria-hidden="true" />
      <span className="sr-only">{t('inbox', { count: waiting, shown })}</span>
      {waiting > 0 && (
        <span
          aria-hidden="true"
          className="tabular absolute -end-0.5 top-0 min-w-4.5 rounded-full bg-accent px-1 text-center font-medium text-accent-text text-xs"
        >
          {shown}
        </span>
      )}
    </>
  );
}
