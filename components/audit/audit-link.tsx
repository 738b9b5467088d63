import { useTranslations } from 'next-intl';
import { TextLink } from '@/components/ui/text-link';
import type { Permission } from '@/server/roles/permissions';

interface Props {
  permissions: readonly Permission[];
  /** `subject=` a handle, or `about=` the id of a role, group, case or app. */
  query: `subject=${string}` | `about=${string}`;
}

/** The way to what the audit log says of somebody or something, for who may read it. Rendered on the server. */
export function AuditLink({ permissions, query }: Props) {
  const t = useTranslations('audit');
  if (!permissions.includes('audit.view')) return null;
  return (
    <p className="mt-6 text-md">
      <TextLink href={`/admin/audit?${query}`}>{t('toLog')}</TextLink>
    </p>
  );
}
