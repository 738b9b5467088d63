import { useTranslations } from 'next-intl';
import { type SubmitEvent, useLayoutEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import { fetchCode } from '@/components/fetch-code';
import { type Refusal, refusalOf } from '@/components/refusal';
import { useRefusalWords } from '@/components/use-refusal-words';
import { type Problem, problemNamed } from '@/server/text/rules';

interface SmallForm<Schema extends z.ZodType> {
  /** Fetches the server's own schema; nobody waits for it who only looks. */
  schema: () => Promise<Schema>;
  send: (values: z.output<Schema>) => Promise<void>;
  /** Refusals that are about one field, and stand beside it. */
  fields?: Partial<Record<Refusal['reason'], string>>;
  /** Sentences for such refusals that say more than the usual ones. */
  sentences?: Partial<Record<Refusal['reason'], string>>;
}

/**
 * A form of a few fields that is sent as a whole: checked by the server's own schema, sent once however often it is pressed,
 * errors beside their fields and the focus on the first. What was typed stays in the fields.
 */
export function useSmallForm<Schema extends z.ZodType>(form: SmallForm<Schema>) {
  const t = useTranslations('problems');
  const words = useRefusalWords();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState<Refusal>();
  const [sending, setSending] = useState(false);
  const busy = useRef(false);
  const sent = useRef<HTMLFormElement>(null);

  // Once the errors stand beside their fields, so that they are read out with the first of them, and before the person does
  // anything else.
  useLayoutEffect(() => {
    if (Object.keys(errors).length) sent.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [errors]);

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    // Not to the form around it: React hands events of a dialog on to where the dialog was written.
    event.stopPropagation();
    if (busy.current) return;
    busy.current = true;
    sent.current = event.currentTarget;
    const typed = Object.fromEntries(new FormData(event.currentTarget));
    setRefusal(undefined);
    setSending(true);
    const refused = await attempt(typed).catch(refusalOf);
    busy.current = false;
    setSending(false);
    const found = refused ? errorsOf(refused) : {};
    setErrors(found);
    // "Confirm it is you" was closed: nothing was done, and whoever closed it knows.
    if (refused && !Object.keys(found).length && refused.reason !== 'STEP_UP_REQUIRED') setRefusal(refused);
  }

  async function attempt(typed: Record<string, unknown>): Promise<Refusal | undefined> {
    const schema = await fetchCode(form.schema);
    const checked = schema.safeParse(typed);
    if (!checked.success) return { reason: 'INPUT_INVALID', problems: problemsOf(checked.error.issues) };
    await form.send(checked.data);
    return undefined;
  }

  function errorsOf(refused: Refusal): Record<string, string> {
    const field = form.fields?.[refused.reason];
    if (field) return { [field]: form.sentences?.[refused.reason] ?? words(refused) };
    return Object.fromEntries(
      Object.entries(refused.problems ?? {}).map(([name, problem]) => [name, t(problem)]),
    );
  }

  return { submit, sending, refusal, error: (name: string) => errors[name] };
}

function problemsOf(issues: { path: PropertyKey[]; message: string }[]): Record<string, Problem> {
  // The first problem of a field is the one to mend first.
  const found = issues.map(({ path, message }) => [String(path[0]), problemNamed(message)] as const);
  return Object.fromEntries(found.reverse());
}
