import { type Refusal, refusalOf } from '@/components/refusal';
import { type Problem, problemNamed } from '@/server/text/rules';
import type { AccessAction } from './use-access-form';

/**
 * Checks what was typed and sends it.
 * @returns why that did not work; undefined when the page is being left
 */
export async function sendForm(given: {
  form: HTMLFormElement;
  extra: Record<string, unknown>;
  load: () => Promise<AccessAction>;
}): Promise<Refusal | undefined> {
  const { form, extra, load } = given;
  const { schema, send } = await load();
  const checked = schema.safeParse({ ...Object.fromEntries(new FormData(form)), ...extra });
  if (!checked.success) return { reason: 'INPUT_INVALID', problems: problemsOf(checked.error.issues) };
  return send(checked.data as never).then(() => undefined, refusalOf);
}

function problemsOf(issues: { path: PropertyKey[]; message: string }[]): Record<string, Problem> {
  // The first problem of a field is the one to mend first.
  const found = issues.map(({ path, message }) => [String(path[0]), problemNamed(message)] as const);
  return Object.fromEntries(found.reverse());
}
