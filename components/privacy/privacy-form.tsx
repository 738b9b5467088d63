'use client';

import { LeaveGuard } from '@/components/settings/leave-guard';
import { RefusalNote } from '@/components/settings/refusal-note';
import { UnsavedBar } from '@/components/settings/unsaved-bar';
import type { PrivacyValues } from '@/server/privacy/inputs';
import { PageCard } from './page-card';
import { PartsCard } from './parts-card';
import { ReachCard } from './reach-card';
import { useChoices } from './use-choices';

/** Who sees what and who may get in touch: chosen, looked at as somebody else, and then saved together. */
export function PrivacyForm({ saved, handle }: { saved: PrivacyValues; handle: string }) {
  const { form, values, changes, count, fill, save, saving, discard, refusal } = useChoices(saved);
  return (
    <>
      <form
        ref={form}
        method="post"
        data-unsaved={count > 0}
        className="flex flex-col gap-6"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <PageCard values={values} changes={changes} handle={handle} onChoose={fill} />
        <PartsCard values={values} onChoose={fill} />
        <ReachCard values={values} onChoose={fill} />
        <RefusalNote refusal={refusal} />
        <UnsavedBar count={count} problems={0} saving={saving} onDiscard={discard} />
      </form>
      <LeaveGuard unsaved={saving ? 0 : count} />
    </>
  );
}
