import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useLayoutEffect, useRef, useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import { showToast } from '@/components/ui/toast';
import { changesIn, problemsIn, savedOf, type Times, type TimesSaved, timesOf } from './settings-times';

/** The times of the form: as they stand, how much of them is not saved, and how to save them. */
export function useTimes(schedule: TimesSaved) {
  const t = useTranslations('notificationSettings');
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [chosen, setChosen] = useState<Partial<Times>>({});
  // What a save answered counts until the page has read it anew.
  const [answer, setAnswer] = useState({ after: schedule, schedule });
  const [saving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const [tried, setTried] = useState(0);
  const saved = timesOf(answer.after === schedule ? answer.schedule : schedule);
  const times: Times = { ...saved, ...chosen };
  const count = changesIn(times, saved);
  const problems = tried > 0 ? problemsIn(times) : [];

  // Once the errors stand beside their fields.
  useLayoutEffect(() => {
    if (tried > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tried]);

  async function save() {
    if (saving || count === 0) return;
    setRefusal(undefined);
    const changes = savedOf(times);
    if (!changes) return setTried((before) => before + 1);
    setTried(0);
    setSaving(true);
    try {
      const trpc = await fetchTrpc();
      const view = await trpc.notifications.schedule.set.mutate(changes);
      setAnswer({ after: schedule, schedule: view });
      // What was changed while the save was under way stays, as a change of its own.
      setChosen((now) => (now === chosen ? {} : now));
      void showToast({ text: t('saved'), tone: 'success', id: 'times' });
      form.current?.querySelector<HTMLElement>('[data-returns]')?.focus({ preventScroll: true });
      router.refresh();
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setSaving(false);
    }
  }

  function discard() {
    setChosen({});
    setRefusal(undefined);
    setTried(0);
    form.current?.querySelector<HTMLElement>('[data-returns]')?.focus({ preventScroll: true });
  }

  function fill(all: Partial<Times>) {
    setChosen((before) => ({ ...before, ...all }));
  }

  return { form, times, count, problems, fill, save, saving, discard, refusal };
}
