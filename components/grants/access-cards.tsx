import { QueryProvider } from '@/components/query-provider';
import { StepUpProvider } from '@/components/step-up/step-up-provider';
import { Words } from '@/components/words';
import type { Named } from '@/server/roles/named';
import type { ObjectType, Permission } from '@/server/roles/permissions';
import { ObjectAccess } from './object-access';
import { PrincipalAccess } from './principal-access';

interface Props {
  /** What the reader may do everywhere: the cards are for who gives roles and grants. */
  own: readonly Permission[];
  /** What others may do with this. */
  object?: { type: ObjectType; named: Named };
  /** What this may do with others. */
  principal?: Named;
}

/** The cards of access of a person, a role, a group, a case or an app, with all that they need to stand on any page. */
export function AccessCards({ own, object, principal }: Props) {
  if (!own.includes('roles.assign')) return null;
  return (
    <Words
      names={[
        'common',
        'reasons',
        'problems',
        'errors',
        'roles',
        'permissions',
        'grants',
        'stepUp',
        'passkeyCreation',
      ]}
    >
      <QueryProvider>
        <StepUpProvider isStaff>
          <div className="mt-6 flex max-w-3xl flex-col gap-6">
            {principal && <PrincipalAccess principal={principal} />}
            {object && <ObjectAccess type={object.type} object={object.named} />}
          </div>
        </StepUpProvider>
      </QueryProvider>
    </Words>
  );
}
