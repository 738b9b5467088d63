'use client';

import { useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { useRoleName } from '@/components/roles/role-mark';
import type { ShownEntry } from './shown-entry';

/** Who acted: by name; or that it was nobody with an account, that they left, or that nobody is named any more. */
export function Actor({ entry }: { entry: ShownEntry }) {
  const t = useTranslations('audit');
  const { actorId, actorHandle, actorName, redactedAt } = entry;
  if (actorHandle !== null) return <Person handle={actorHandle} name={actorName} />;
  return <Muted>{t(actorId !== null ? 'left' : redactedAt !== null ? 'redacted' : 'system')}</Muted>;
}

/** Whom or what it was about. */
export function Subject({ entry }: { entry: ShownEntry }) {
  const t = useTranslations('audit');
  const nameOf = useRoleName();
  const { actorId, subjectId, subjectHandle, subjectName, groupName, clientName, redactedAt } = entry;
  if (subjectId !== null && subjectId === actorId) return <Muted>{t('themselves')}</Muted>;
  if (subjectHandle !== null) return <Person handle={subjectHandle} name={subjectName} />;
  if (groupName !== null) return <Thing>{t('group', { name: isolate(groupName) })}</Thing>;
  if (clientName !== null) return <Thing>{t('app', { name: isolate(clientName) })}</Thing>;
  const role = roleOf(entry);
  if (subjectId === null && role)
    return <Thing>{t('role', { name: isolate(nameOf({ key: role, name: role })) })}</Thing>;
  if (redactedAt !== null) return <Muted>{t('redacted')}</Muted>;
  return <Muted>{t(subjectId === null ? 'nobody' : isPersonal(entry) ? 'left' : 'something')}</Muted>;
}

function Person({ handle, name }: { handle: string; name: string | null }) {
  return (
    <>
      <bdi className="wrap-anywhere">{name || handle}</bdi>
      <span className="wrap-anywhere block text-sm text-text-muted">@{handle}</span>
    </>
  );
}

function Thing({ children }: { children: string }) {
  return <span className="wrap-anywhere">{children}</span>;
}

function Muted({ children }: { children: string }) {
  return <span className="text-text-muted">{children}</span>;
}

/** Apps and groups are gone like people, but were none. */
function isPersonal({ kind }: ShownEntry) {
  return !/^(client|group)\./.test(kind) || /^group\.(member|invited|joined|left|asked)/.test(kind);
}

function roleOf({ before, after }: ShownEntry) {
  const role = after?.role ?? before?.role;
  return typeof role === 'string' ? role : undefined;
}
