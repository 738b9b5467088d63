'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { CARDS_ON_PHONE, Cell, HeadCell, Row, Table } from '@/components/ui/table';
import { When } from '@/components/when';
import type { ListedClient } from '@/server/oauth/client-queries';
import { CopyButton } from './copy-button';
import { type Ask, RowActions } from './row-actions';
import { StateSwitch } from './state-switch';

interface Props {
  clients: ListedClient[];
  mayGive: boolean;
  onAsk: (ask: Ask) => void;
}

/** The registered apps: what each is, who uses it, whether it is on. */
export function ClientsTable({ clients, mayGive, onAsk }: Props) {
  const t = useTranslations('clients');
  return (
    <div className={CARDS_ON_PHONE}>
      <Table caption={t('title')}>
        <thead>
          <tr>
            <HeadCell>{t('name')}</HeadCell>
            <HeadCell>{t('type')}</HeadCell>
            <HeadCell>{t('scopes')}</HeadCell>
            <HeadCell numeric>{t('people')}</HeadCell>
            <HeadCell>{t('lastUsed')}</HeadCell>
            <HeadCell>{t('state')}</HeadCell>
            {/* Or what is hidden in it would lie outside of the part that scrolls. */}
            <HeadCell className="relative">
              <span className="sr-only">{t('actions')}</span>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {clients.map((client) => (
            <ClientRow key={client.id} client={client} mayGive={mayGive} onAsk={onAsk} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function ClientRow({ client, mayGive, onAsk }: Omit<Props, 'clients'> & { client: ListedClient }) {
  const t = useTranslations('clients');
  const scopes = useTranslations('scopes');
  const format = useFormatter();
  return (
    <Row>
      <HeadCell scope="row" className="max-md:pe-12! md:min-w-72">
        <span className="wrap-anywhere block whitespace-normal">
          <bdi>{client.name}</bdi>
        </span>
        <span className="mt-0.5 flex items-center gap-1 font-normal text-sm text-text-muted">
          <code className="max-md:wrap-anywhere text-xs max-md:whitespace-normal md:whitespace-nowrap">
            {client.id}
          </code>
          <CopyButton compact text={client.id} label={t('copyIdNamed', { name: isolate(client.name) })} />
        </span>
        {client.ownerName && (
          <span className="wrap-anywhere block whitespace-normal font-normal text-sm text-text-muted">
            {t('answers', { name: isolate(client.ownerName) })}
          </span>
        )}
      </HeadCell>
      <Cell>
        <Label>{t('type')}</Label>
        {t(`types.${client.type}`)}
      </Cell>
      <Cell className="text-sm md:min-w-44">
        <Label>{t('scopes')}</Label>
        <ul>
          {client.scopes.map((scope) => (
            <li key={scope}>{scopes(`${scope}.title`)}</li>
          ))}
        </ul>
      </Cell>
      <Cell numeric>
        <Label>{t('people')}</Label>
        {client.people >= 1000 ? t('thousand') : format.number(client.people)}
      </Cell>
      <Cell className="whitespace-nowrap">
        <Label>{t('lastUsed')}</Label>
        {client.lastUsedAt ? <When at={client.lastUsedAt} /> : t('notUsed')}
      </Cell>
      <Cell className="max-md:flex! max-md:items-center max-md:gap-2">
        <Label>{t('state')}</Label>
        <StateSwitch client={client} />
      </Cell>
      <Cell className="max-md:absolute! max-md:end-4 max-md:top-2">
        <RowActions client={client} mayGive={mayGive} onAsk={onAsk} />
      </Cell>
    </Row>
  );
}

/** The name of the column, where rows are cards. */
function Label({ children }: { children: string }) {
  const t = useTranslations('clients');
  return <span className="text-text-muted md:hidden">{t('labelled', { label: children })} </span>;
}
