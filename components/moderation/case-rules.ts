import { RULES, type Rule, SANCTION_KINDS, type SanctionKind } from '@/server/moderation/catalog';

export function isRule(name: string): name is Rule {
  return RULES.some((rule) => rule === name);
}

export function isSanctionKind(name: string | undefined): name is SanctionKind {
  return SANCTION_KINDS.some((kind) => kind === name);
}
