import { useFormatter, useTranslations } from 'next-intl';
import { METHODS } from '@/components/security/methods';
import { isReportKind, RULES, SANCTION_KINDS, SUBJECT_KINDS } from '@/server/moderation/catalog';
import { PROFILE_FIELDS } from '@/server/privacy/catalog';

const OUTCOMES = ['dismissed', 'acted'] as const;
const APPEAL_OUTCOMES = ['upheld', 'granted'] as const;
const APPROVAL_OUTCOMES = ['approved', 'refused', 'withdrawn'] as const;
const ENDS = ['expired', 'undone', 'appeal'] as const;
const STANDINGS = ['member', 'manager', 'owner'] as const;
const VISIBILITIES = ['signed_in', 'members'] as const;
const JOININGS = ['open', 'request', 'invitation'] as const;
const OWN_FIELDS = ['displayName', 'locale'] as const;
const GROUP_FIELDS = ['name', 'description', 'visibility', 'joining'] as const;
const SETTINGS = [
  'profile',
  'searchable',
  'indexable',
  'messagesFrom',
  'contactRequestsFrom',
  'foundByEmailFrom',
] as const;

/** What the values of fields are called that have a few they can be: undefined for one that stands as it is written. */
export function useValueNames() {
  const t = useTranslations();
  const format = useFormatter();

  return (text: string, field: string): string | undefined => {
    switch (field) {
      case 'kind': {
        const kind = oneOf(SANCTION_KINDS, text);
        if (kind) return t(`cases.sanctionKinds.${kind}`);
        return isReportKind(text) ? t(`reportKinds.${text}.name`) : undefined;
      }
      case 'rule': {
        const rule = oneOf(RULES, text);
        return rule && t(`cases.rules.${rule}`);
      }
      case 'outcome': {
        const [ofCase, ofAppeal] = [oneOf(OUTCOMES, text), oneOf(APPEAL_OUTCOMES, text)];
        if (ofCase) return t(`cases.outcomes.${ofCase}`);
        if (ofAppeal) return t(`cases.appealOutcomes.${ofAppeal}`);
        const ofApproval = oneOf(APPROVAL_OUTCOMES, text);
        return ofApproval && t(`approvals.states.${ofApproval}`);
      }
      case 'how': {
        const end = oneOf(ENDS, text);
        return end && t(`cases.ended.${end}`);
      }
      case 'subject': {
        const subject = oneOf(SUBJECT_KINDS, text);
        return subject && t(`cases.subjects.${subject}`);
      }
      case 'standing': {
        const standing = oneOf(STANDINGS, text);
        return standing && t(`people.standings.${standing}`);
      }
      case 'visibility': {
        const visibility = oneOf(VISIBILITIES, text);
        return visibility && t(`groups.visibilities.${visibility}`);
      }
      case 'joining': {
        const joining = oneOf(JOININGS, text);
        return joining && t(`groups.joinings.${joining}`);
      }
      case 'method':
      case 'methods': {
        const named = text.split(' ').map((one) => oneOf(METHODS, one));
        if (!named.every((one) => one !== undefined)) return undefined;
        return format.list([...new Set(named.map((one) => t(`securityLog.methods.${one}`)))]);
      }
      case 'fields':
      case 'hides': {
        const [part, own] = [oneOf(PROFILE_FIELDS, text), oneOf(OWN_FIELDS, text)];
        if (part) return t(`privacy.parts.${part}`);
        if (own) return t(`profile.${own}`);
        const [ofGroup, setting] = [oneOf(GROUP_FIELDS, text), oneOf(SETTINGS, text)];
        if (ofGroup) return t(`audit.fields.${ofGroup}`);
        return setting && t(`audit.settings.${setting}`);
      }
      default:
        return undefined;
    }
  };
}

function oneOf<Name extends string>(names: readonly Name[], text: string): Name | undefined {
  return names.find((name) => name === text);
}
