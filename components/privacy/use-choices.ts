import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import { showToast } from '@/components/ui/toast';
import type { PrivacyValues } from '@/server/privacy/inputs';
import { CHOICES, type Choices, changesOf } from './choices';

/** The choices of the form: as they stand, what of them is not saved, and how to save just that. */
export function useChoices(saved: PrivacyValues) {
  const t = useTranslations('privacy');
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [chosen, setChosen] = useState<Partial<Choices>>({});
  // What a save answered counts until the page has read it anew.
  const [answer, setAnswer] = useState({ after: saved, values: saved });
  const [saving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const now = answer.after === saved ? answer.values : saved;
  const changes = changesOf(chosen, now);

  // What was chosen before the code of the page was there.
  const takeEarly = useEffectEvent(() => {
    for (const list of form.current?.querySelectorAll('select') ?? [])
      if (CHOICES.some((name) => name === list.name && now[name] !== list.value))
        list.dispatchEvent(new Event('change', { bubbles: true }));
  });
  useEffect(() => takeEarly(), []);

  async function save() {
    if (saving || !Object.keys(changes).length) return;
    setRefusal(undefined);
    setSaving(true);
    try {
      const trpc = await fetchTrpc();
      const values = await trpc.privacy.update.mutate(changes);
      setAnswer({ after: saved, values });
      // What was chosen while the save was under way stays, as a change of its own.
      setChosen((all) => without(changes, all));
      void showToast({ text: t('saved'), tone: 'success', id: 'privacy' });
      router.refresh();
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setSaving(false);
    }
  }

  // The bar takes the focus with it when it goes; it returns to where the last choice was made.
  const last = useRef<string>(undefined);
  const count = Object.keys(changes).length;
  useEffect(() => {
    if (count > 0 || last.current === undefined || document.activeElement !== document.body) return;
    const list = form.current?.elements.namedItem(last.current);
    if (list instanceof HTMLElement) list.focus({ preventScroll: true });
  }, [count]);

  function discard() {
    setChosen({});
    setRefusal(undefined);
  }

  function fill(all: Partial<Choices>) {
    last.current = CHOICES.find((name) => name in all);
    setChosen((before) => ({ ...before, ...all }));
  }

  return { form, values: { ...now, ...chosen }, changes, count, fill, save, saving, discard, refusal };
}

function without(sent: Partial<Choices>, all: Partial<Choices>): Partial<Choices> {
  return Object.fromEntries(
    CHOICES.filter((name) => all[name] !== undefined && all[name] !== sent[name]).map((name) => [
      name,
      all[name],
    ]),
  );
}
