import type { CaseView } from '@/server/moderation/case-page';
import { RULES, type Rule, SANCTION_KINDS, type SanctionKind } from '@/server/moderation/catalog';

export function isRule(name: string): name is Rule {
  return RULES.some((rule) => rule === name);
}

export function isSanctionKind(name: string | undefined): name is SanctionKind {
  return SANCTION_KINDS.some((kind) => kind === name);
}

/** What the person of a case, or its group, is called. */
export function nameOfSubject({ person, group }: Pick<CaseView, 'person' | 'group'>): string {
  return person?.displayName ?? group?.name ?? '';
}

/** Whether there is somebody, or a group, about which something can be done. */
export function canBeActedOn({ person, group }: Pick<CaseView, 'person' | 'group'>): boolean {
  return person !== null || (group !== null && !group.isRemoved);
}
