import { Inbox } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';

/** More is not counted. */
const MOST = 99;

/** The way to the inbox, with how much is unread in it. */
export function InboxLink({ unread = 0 }: { unread?: number | undefined }) {
  const t = useTranslations('navigation');
  const shown = unread > MOST ? `${MOST}+` : `${unread}`;
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={t('inbox', { count: unread, shown })}
      render={<Link href="/notifications" prefetch={false} />}
    >
      <Inbox aria-hidden="true" />
      {unread > 0 && (
        <span
          aria-hidden="true"
          className="tabular absolute -end-0.5 top-0 min-w-4.5 rounded-full bg-accent px-1 text-center font-medium text-accent-text text-xs"
        >
          {shown}
        </span>
      )}
    </Button>
  );
}
