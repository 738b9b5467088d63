import type { Permission } from '@/server/roles/permissions';

/** What can be reported. */
export const SUBJECT_KINDS = ['profile', 'photo', 'message', 'group'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** Why something is reported, the more pressing first; with how pressing, 0 (can wait) to 3 (now). */
export const REPORT_KINDS = {
  danger: { urgency: 3 },
  threat: { urgency: 3 },
  sexual: { urgency: 2 },
  hate: { urgency: 2 },
  harassment: { urgency: 2 },
  private_information: { urgency: 2 },
  impersonation: { urgency: 1 },
  spam: { urgency: 0 },
  other: { urgency: 0 },
} as const;
export type ReportKind = keyof typeof REPORT_KINDS;

export const REPORT_KIND_NAMES = Object.keys(REPORT_KINDS).filter(isReportKind);

export function isReportKind(name: string): name is ReportKind {
  return Object.hasOwn(REPORT_KINDS, name);
}

/** The rules of the house: what a sanction names, and what its preset words are about. */
export const RULES = [
  'safety',
  'respect',
  'privacy',
  'decency',
  'identity',
  'spam',
  'evasion',
  'other',
] as const;
export type Rule = (typeof RULES)[number];

/** What stands in the timeline of a case. */
export const CASE_EVENTS = [
  'opened',
  'reported',
  'claimed',
  'released',
  'noted',
  'acted',
  'sanctionEnded',
  'dismissed',
  'resolved',
  'reopened',
  'appealed',
  'appealDecided',
] as const;
export type CaseEventKind = (typeof CASE_EVENTS)[number];

/** Days in which a second administrator can agree to what a first one asked for. */
export const APPROVAL_DAYS = 7;

/** What is done about people. */
export const PERSON_SANCTIONS = ['warning', 'hiding', 'limit', 'suspension'] as const;
export type PersonSanction = (typeof PERSON_SANCTIONS)[number];

/** With what is done about groups. */
export const SANCTION_KINDS = [...PERSON_SANCTIONS, 'group_hiding'] as const;
export type SanctionKind = (typeof SANCTION_KINDS)[number];

/** What staff may do who impose or end one: about the person, or, of a group, in the case. */
export const SANCTION_PERMISSIONS = {
  warning: 'person.warn',
  hiding: 'person.hide',
  limit: 'person.limit',
  suspension: 'person.suspend',
  group_hiding: 'report.hideGroup',
} as const satisfies Record<SanctionKind, Permission>;

/** Days after which a sanction ends by itself; null: it has no end. From the mildest to the hardest. */
export const DURATIONS = [1, 3, 7, 30, 90, null] as const;
export type Duration = (typeof DURATIONS)[number];

/** What moderators can hide of a profile; a message they hide as well. */
export const HIDEABLE_PARTS = ['photo', 'bio', 'pronouns', 'location', 'website'] as const;
export type HideablePart = (typeof HIDEABLE_PARTS)[number];

/** Months in which somebody can appeal against what was done about them. */
export const APPEAL_MONTHS = 6;
