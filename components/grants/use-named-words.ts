import { useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { useRoleName } from '@/components/roles/role-mark';
import type { Named } from '@/server/roles/named';

/** What somebody or something is called, and the line below it that tells it from others of that name. */
export function useNamedWords() {
  const t = useTranslations('grants');
  const roleName = useRoleName();
  const nameOf = ({ kind, name, handle, roleKey, subjectKind }: Omit<Named, 'id'>): string => {
    if (kind === 'signed_in' || kind === 'everyone') return t(`kinds.${kind}`);
    if (kind === 'role') return roleName({ key: roleKey, name });
    if (kind === 'report') return t(`caseAbout.${subjectKind ?? 'profile'}`);
    return name || (handle === null ? t(`kinds.${kind}`) : `@${handle}`);
  };
  return {
    nameOf,
    /** Within a sentence. */
    inText: (named: Omit<Named, 'id'>) => isolate(nameOf(named)),
    detailOf: ({ kind, handle, id }: Pick<Named, 'kind' | 'handle' | 'id'>) => {
      if (kind === 'person') return `@${handle}`;
      return kind === 'report' ? t('caseNumber', { number: id.slice(-8) }) : t(`kinds.${kind}`);
    },
  };
}
