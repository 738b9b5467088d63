import {
  createLoader,
  type inferParserType,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import { validate as isId } from 'uuid';
import { beginningOf, daysAfter } from '@/components/account/zoned-day';
import { isDay, isHandle } from '@/components/admin/filter-values';
import { AUDIT_GROUPS, AUDIT_KINDS } from '@/server/audit/catalog';

/** What the audit log is narrowed to, as it stands in its address; what makes no sense there narrows nothing. */
export const AUDIT_FILTERS = {
  /** Handles. */
  actor: parseAsString,
  subject: parseAsString,
  system: parseAsBoolean.withDefault(false),
  /** The id of a role, group, case or app. */
  about: parseAsString,
  group: parseAsStringLiteral(AUDIT_GROUPS),
  kind: parseAsStringLiteral(AUDIT_KINDS),
  request: parseAsString,
  ip: parseAsString,
  /** Days in the zone of who reads, both within. */
  from: parseAsString,
  until: parseAsString,
};

export type AuditFilters = inferParserType<typeof AUDIT_FILTERS>;

export const loadAuditFilters = createLoader(AUDIT_FILTERS);

/** What is typed, and whether it can be looked for. */
export const TYPED = { actor: isHandle, subject: isHandle, request: isId, ip: isAddress };

/** The same as the procedure takes it. */
export function auditInput(filters: AuditFilters, timeZone: string) {
  const { actor, subject, system, about, group, kind, request, ip, from, until } = filters;
  return {
    ...(actor !== null && isHandle(actor) && { actor }),
    ...(subject !== null && isHandle(subject) && { subject }),
    ...(system && { bySystem: true as const }),
    ...(about !== null && isId(about) && { about }),
    ...(group !== null && { group }),
    ...(kind !== null && { kind }),
    ...(request !== null && isId(request) && { requestId: request }),
    ...(ip !== null && isAddress(ip) && { ip }),
    ...(isDay(from) && { from: beginningOf(from, timeZone).toISOString() }),
    ...(isDay(until) && { until: beginningOf(daysAfter(until, 1), timeZone).toISOString() }),
  };
}

function isAddress(text: string) {
  if (!text.includes(':')) return isIpv4(text);
  try {
    return /^[0-9a-f.:]+$/i.test(text) && new URL(`http://[${text}]`).hostname !== '';
  } catch {
    return false;
  }
}

function isIpv4(text: string) {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
}
