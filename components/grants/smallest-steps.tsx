'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePermissionWords } from '@/components/roles/permission-words';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import type { Step } from '@/server/roles/explain';
import type { Explained } from '@/server/roles/explained';
import type { Named } from '@/server/roles/named';
import { permissionEntry } from '@/server/roles/permissions';
import { GiveDialog } from './give-dialog';
import type { GiveStart } from './give-start';
import { lineOn } from './lines';
import { useGrantChange } from './use-grant-change';
import { useNamedWords } from './use-named-words';

/** The least that would allow it, each step with the button that takes it. */
export function SmallestSteps({ answer }: { answer: Explained }) {
  const t = useTranslations('grants');
  const [dialog, setDialog] = useState({ open: false, number: 0 });
  const start = startOf(answer);
  return (
    <div className="flex flex-col gap-2">
      <h3 className="font-medium text-md">{t('smallestTitle')}</h3>
      <ol className="flex flex-col gap-2">
        {answer.smallest.map((step) => (
          <li
            key={step.kind === 'removeDenial' ? step.principalId : step.kind}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border p-3"
          >
            <StepText step={step} answer={answer} />
            {step.kind === 'removeDenial' && <AllowButton step={step} answer={answer} />}
            {start && (step.kind === 'giveOnObject' || step.kind === 'giveEverywhere') && (
              <Button
                variant="primary"
                size="sm"
                onClick={() => setDialog(({ number }) => ({ open: true, number: number + 1 }))}
              >
                {t('giveThis')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {start && dialog.number > 0 && (
        <GiveDialog
          key={dialog.number}
          start={start}
          open={dialog.open}
          onClose={() => setDialog((now) => ({ ...now, open: false }))}
        />
      )}
    </div>
  );
}

function StepText({ step, answer }: { step: Step; answer: Explained }) {
  const t = useTranslations('grants');
  const words = usePermissionWords();
  const { inText } = useNamedWords();
  const { person, permission, object } = answer;
  const said = {
    who: person ? inText(person) : t('visitorName'),
    permission: words(permission),
    object: object ? inText(object) : t('everywhereName'),
    from: step.kind === 'removeDenial' ? inText(deniedTo(step.principalId, answer)) : '',
  };
  return <p className="wrap-anywhere min-w-0 flex-1 basis-60 text-md">{t(`steps.${step.kind}`, said)}</p>;
}

function AllowButton({ step, answer }: { step: Extract<Step, { kind: 'removeDenial' }>; answer: Explained }) {
  const t = useTranslations('grants');
  const words = usePermissionWords();
  const { inText } = useNamedWords();
  const { change } = useGrantChange();
  const [doing, setDoing] = useState(false);
  const { principalId, permission, objectId } = step;
  const lines = lineOn(principalId, permission, objectId);
  const denial = answer.denials.find(({ through }) => through.id === principalId);
  const said = {
    permission: words(permission),
    name: inText(deniedTo(principalId, answer)),
    object: answer.object ? inText(answer.object) : '',
  };
  return (
    <Button
      size="sm"
      loading={doing}
      aria-label={t('allowNamed', said)}
      onClick={async () => {
        setDoing(true);
        await change({
          run: () => trpc.roles.grants.allow.mutate(lines),
          text: t('allowed', said),
          undo: () => trpc.roles.grants.deny.mutate({ ...lines, reason: denial?.given.reason ?? '' }),
        });
        setDoing(false);
      }}
    >
      {t('allow')}
    </Button>
  );
}

/** Whom a denial is of: the person, or a role or group of theirs. */
function deniedTo(principalId: string, { denials, person }: Explained): Omit<Named, 'id'> {
  const through = denials.find((denial) => denial.through.id === principalId)?.through;
  if (!through || (through.kind === 'self' && person))
    return person ?? { kind: 'everyone', name: null, roleKey: null, handle: null, subjectKind: null };
  const { kind, name, roleKey } = through;
  return { kind: kind === 'self' ? 'person' : kind, name, roleKey, handle: null, subjectKind: null };
}

/** The dialog as it would give the smallest; to a visitor nothing is given here. */
function startOf({ person, permission, object, smallest }: Explained): GiveStart | undefined {
  const { objectType } = permissionEntry(permission);
  const isEverywhere = smallest.some(({ kind }) => kind === 'giveEverywhere');
  if (!person || (!isEverywhere && !object)) return undefined;
  return {
    what: 'give',
    principals: [person],
    type: isEverywhere || objectType === 'site' ? 'everywhere' : objectType,
    objects: object ? [object] : [],
    permissions: [permission],
    fixed: { principal: true, object: true },
  };
}
