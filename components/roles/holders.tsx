'use client';

import { CalendarClock, Ellipsis, UserMinus, UserPlus, Users } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { isolate } from '@/components/isolate';
import { refusalOf } from '@/components/refusal';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';
import { Menu } from '@/components/ui/menu';
import { linkClasses } from '@/components/ui/plain-link';
import { CARDS_ON_PHONE, Cell, HeadCell, Row, Table } from '@/components/ui/table';
import { showToast } from '@/components/ui/toast';
import { useRefusalWords } from '@/components/use-refusal-words';
import { When } from '@/components/when';
import { momentText } from '@/messages/dates';
import type { RoleHolder } from '@/server/roles/role-list';
import { AssignDialog } from './assign-dialog';
import { useRoleName } from './role-mark';

interface Props {
  role: { id: string; key: string | null; name: string | null };
  holders: RoleHolder[];
  /** What the page after this one begins after; null at the end. */
  next: string | null;
  /** A page after the first. */
  later: boolean;
  /** Whoever reads this also opens the pages of people. */
  opens: boolean;
}

/** Who holds a role, and giving and taking it. */
export function Holders({ role, holders, next, later, opens }: Props) {
  const t = useTranslations('roles');
  const name = useRoleName()(role);
  const { place, take } = useTaking({ id: role.id, name });
  const [shown, setShown] = useState<{ holder?: RoleHolder; open: boolean; number: number }>();
  const show = (holder?: RoleHolder) =>
    setShown((last) => ({ ...(holder && { holder }), open: true, number: (last?.number ?? 0) + 1 }));
  const assign = (
    <Button variant="primary" onClick={() => show()}>
      <UserPlus aria-hidden="true" />
      {t('assign')}
    </Button>
  );
  return (
    <div ref={place} tabIndex={-1} className="flex flex-col gap-4 outline-none">
      {holders.length === 0 && !later ? (
        <EmptyState icon={<Users />} title={t('nobody')} text={t('nobodyText')} action={assign} />
      ) : (
        <>
          <div className="flex flex-wrap justify-end">{assign}</div>
          <div className={CARDS_ON_PHONE}>
            <Table caption={t('holdersTitle', { name: isolate(name) })}>
              <thead>
                <tr>
                  <HeadCell>{t('person')}</HeadCell>
                  <HeadCell>{t('since')}</HeadCell>
                  <HeadCell>{t('until')}</HeadCell>
                  <HeadCell>{t('by')}</HeadCell>
                  <HeadCell>{t('reason')}</HeadCell>
                  <HeadCell className="relative">
                    <span className="sr-only">{t('actions')}</span>
                  </HeadCell>
                </tr>
              </thead>
              <tbody>
                {holders.map((holder) => (
                  <HolderRow key={holder.id} holder={holder} opens={opens} onEnd={show} onTake={take} />
                ))}
              </tbody>
            </Table>
          </div>
        </>
      )}
      {(later || next) && (
        <div className="flex flex-wrap gap-2">
          {later && <Button render={<Link href={`/admin/roles/${role.id}`} />}>{t('firstPage')}</Button>}
          {next && (
            <Button render={<Link href={`/admin/roles/${role.id}?after=${next}`} />}>{t('nextPage')}</Button>
          )}
        </div>
      )}
      {shown && (
        <AssignDialog
          key={shown.number}
          role={{ id: role.id, name }}
          {...(shown.holder && { holder: shown.holder })}
          open={shown.open}
          onClose={() => setShown((now) => now && { ...now, open: false })}
        />
      )}
    </div>
  );
}

interface RowProps {
  holder: RoleHolder;
  opens: boolean;
  onEnd: (holder: RoleHolder) => void;
  onTake: (holder: RoleHolder) => Promise<void>;
}

function HolderRow({ holder, opens, onEnd, onTake }: RowProps) {
  const t = useTranslations('roles');
  const locale = useLocale();
  const timeZone = useTimeZone();
  return (
    <Row>
      <HeadCell scope="row" className="whitespace-normal max-md:pe-12! md:min-w-48">
        {opens ? (
          <Link
            href={`/admin/users/${holder.handle}`}
            prefetch={false}
            className={`${linkClasses} wrap-anywhere inline-flex min-h-6 items-center`}
          >
            <bdi>{holder.displayName}</bdi>
          </Link>
        ) : (
          <bdi className="wrap-anywhere block">{holder.displayName}</bdi>
        )}
        <span className="wrap-anywhere block font-normal text-sm text-text-muted">@{holder.handle}</span>
      </HeadCell>
      <Cell className="whitespace-nowrap">
        <Label>{t('since')}</Label>
        <When at={holder.since} />
      </Cell>
      <Cell className="md:min-w-32">
        <Label>{t('until')}</Label>
        {holder.expiresAt ? momentText({ at: holder.expiresAt, locale, timeZone }) : t('forGood')}
      </Cell>
      <Cell className="md:min-w-32">
        <Label>{t('by')}</Label>
        {holder.by ? <bdi className="wrap-anywhere">{holder.by}</bdi> : t('bySystem')}
      </Cell>
      <Cell
        className={`wrap-anywhere text-sm text-text-muted md:min-w-40 ${holder.reason ? '' : 'max-md:hidden!'}`}
      >
        <Label>{t('reason')}</Label>
        {holder.reason}
      </Cell>
      <Cell className="max-md:absolute! max-md:end-4 max-md:top-2">
        <Menu
          label={t('actionsNamed', { name: isolate(holder.displayName) })}
          trigger={<Ellipsis aria-hidden="true" />}
          triggerSize="icon"
          entries={[
            {
              kind: 'action',
              label: t('changeEnd'),
              icon: <CalendarClock />,
              onSelect: () => onEnd(holder),
            },
            {
              kind: 'action',
              label: t('take'),
              icon: <UserMinus />,
              tone: 'danger',
              onSelect: () => void onTake(holder),
            },
          ]}
        />
      </Cell>
    </Row>
  );
}

/** The name of the column, where rows are cards. */
function Label({ children }: { children: string }) {
  const t = useTranslations('roles');
  return <span className="text-text-muted md:hidden">{t('labelled', { label: children })} </span>;
}

/** Takes the role from somebody at once, and gives it back by Undo. */
function useTaking({ id: roleId, name }: { id: string; name: string }) {
  const t = useTranslations('roles');
  const words = useRefusalWords();
  const router = useRouter();
  const confirmed = useConfirmed();
  const place = useRef<HTMLDivElement>(null);

  async function carryOut(action: () => Promise<unknown>) {
    try {
      await confirmed(action);
      router.refresh();
      return true;
    } catch (error) {
      if (!isUnconfirmed(error)) void showToast({ text: words(refusalOf(error)), tone: 'danger' });
      return false;
    }
  }

  async function take({ id: person, displayName, expiresAt, reason }: RoleHolder) {
    const isTaken = await carryOut(() => trpc.roles.unassign.mutate({ roleId, person }));
    if (!isTaken) return;
    // The row is gone, and with it the button that had the focus.
    place.current?.focus({ preventScroll: true });
    const back = { roleId, person, expiresAt: expiresAt?.toISOString() ?? null, reason };
    void showToast({
      text: t('taken', { name: isolate(displayName), role: isolate(name) }),
      tone: 'success',
      action: {
        label: t('undo'),
        onAction: () => void carryOut(() => trpc.roles.assign.mutate(back)),
      },
    });
  }

  return { place, take };
}
