import { RULES, type Rule } from '@/server/moderation/catalog';

export function isRule(name: string): name is Rule {
  return RULES.some((rule) => rule === name);
}
