import { useTranslations } from 'next-intl';
import { AUDIT_KINDS, type AuditKind } from '@/server/audit/catalog';
import type { ShownEntry } from './shown-entry';

/**
 * What happened, in a few words. Every kind of server/audit/catalog.ts has some: a kind without does not compile. One that
 * an earlier version wrote stands as it is.
 */
export function useEntryWords() {
  const t = useTranslations('audit');
  const kindWords = (kind: AuditKind) => t(`kinds.${kind}`);
  return {
    kindWords,
    entryWords: ({ kind }: Pick<ShownEntry, 'kind'>) => {
      const known = AUDIT_KINDS.find((one) => one === kind);
      return known ? kindWords(known) : kind;
    },
  };
}
