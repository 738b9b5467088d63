'use client';

import { AppWindow, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';
import { OutsideLink } from '@/components/ui/text-link';
import type { listClients } from '@/server/oauth/client-queries';
import { ClientDialog } from './client-dialog';
import { ClientQuestion } from './client-question';
import { ClientsTable } from './clients-table';
import { type Credentials, CredentialsDialog } from './credentials-dialog';
import type { Ask } from './row-actions';

interface Props {
  list: Awaited<ReturnType<typeof listClients>>;
  /** A page after the first. */
  later: boolean;
  /** The handle of who looks: the first answer to who answers for an app. */
  me: string;
  /** Gives roles and grants. */
  mayGive: boolean;
}

/** What stands above the page: the one that is open, or was a moment ago. */
type Shown = Ask | { what: 'create' } | ({ what: 'credentials' } & Credentials);

/** The registered apps, and everything that is done with one. */
export function Clients({ list, later, me, mayGive }: Props) {
  const t = useTranslations('clients');
  const common = useTranslations('common');
  const [shown, setShown] = useState<Shown & { open: boolean; number: number }>();
  const place = useRef<HTMLDivElement>(null);
  const show = (next: Shown) =>
    setShown((last) => ({ ...next, open: true, number: (last?.number ?? 0) + 1 }));
  const dialog = {
    open: shown?.open ?? false,
    onClose: () => setShown((now) => now && { ...now, open: false }),
    onCredentials: (credentials: Credentials) => show({ what: 'credentials', ...credentials }),
  };
  const register = (
    <Button variant="primary" onClick={() => show({ what: 'create' })}>
      <Plus aria-hidden="true" />
      {t('register')}
    </Button>
  );
  const nothing = list.clients.length === 0 && !later;
  const next = list.nextCursor && new URLSearchParams(list.nextCursor).toString();

  return (
    <div ref={place} tabIndex={-1} className="flex flex-col gap-4 outline-none">
      {nothing ? (
        <Card title={t('title')}>
          <EmptyState icon={<AppWindow />} title={t('empty')} text={t('emptyText')} action={register} />
        </Card>
      ) : (
        <>
          <div className="flex flex-wrap justify-end">{register}</div>
          <ClientsTable clients={list.clients} mayGive={mayGive} onAsk={show} />
        </>
      )}
      {(later || next) && (
        <div className="flex flex-wrap gap-2">
          {later && <Button render={<Link href="/admin/clients" />}>{t('first')}</Button>}
          {next && <Button render={<Link href={`/admin/clients?${next}`} />}>{t('next')}</Button>}
        </div>
      )}
      <p className="readable text-sm text-text-muted">
        {t('howTo')}{' '}
        <OutsideLink
          href="/.well-known/oauth-authorization-server"
          newTabLabel={common('newTab')}
          className="wrap-anywhere inline-block min-h-6 pointer-coarse:min-h-11"
        >
          /.well-known/oauth-authorization-server
        </OutsideLink>
      </p>
      {shown?.what === 'create' && <ClientDialog key={shown.number} owner={me} {...dialog} />}
      {shown?.what === 'edit' && (
        <ClientDialog
          key={shown.number}
          client={shown.client}
          owner={shown.client.ownerHandle ?? ''}
          {...dialog}
        />
      )}
      {(shown?.what === 'rotate' || shown?.what === 'remove') && (
        <ClientQuestion
          key={shown.number}
          what={shown.what}
          client={shown.client}
          finalFocus={() => place.current}
          {...dialog}
        />
      )}
      {shown?.what === 'credentials' && (
        <CredentialsDialog
          key={shown.number}
          credentials={shown}
          open={shown.open}
          onClose={dialog.onClose}
          finalFocus={() => place.current}
        />
      )}
    </div>
  );
}
