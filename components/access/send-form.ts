import { type Refusal, refusalOf } from '@/components/refusal';
import { problemNamed } from '@/server/text/rules';
import type { AccessAction } from './use-access-form';
import type { AccessWords } from './words';

/** Why a form was not done: sentences beside its fields, or a refusal of the whole. */
export interface Refused {
  refusal?: Refusal;
  errors: Record<string, string>;
}

/** What is refused about one field: told beside it. */
const BESIDE: Partial<Record<Refusal['reason'], string>> = {
  PASSWORD_GUESSABLE: 'password',
  PASSWORD_BREACHED: 'password',
  PASSWORD_TOO_SHORT_ALONE: 'password',
  CODE_WRONG: 'code',
};

/**
 * Checks what was typed and sends it.
 * @returns why that did not work; undefined when it did, and something else is shown
 */
export async function sendForm(given: {
  form: HTMLFormElement;
  extra: Record<string, unknown>;
  load: () => Promise<AccessAction>;
  words: AccessWords;
}): Promise<Refused | undefined> {
  const { form, extra, load, words } = given;
  const { schema, send } = await load();
  const checked = schema.safeParse({ ...Object.fromEntries(new FormData(form)), ...extra });
  if (!checked.success) {
    const found = checked.error.issues.map(({ path, message }) => [String(path[0]), message] as const);
    return { errors: sentences(found, words) };
  }
  const refusal = await send(checked.data as never).then(() => undefined, refusalOf);
  if (!refusal) return undefined;
  const { reason, problems } = refusal;
  const field = BESIDE[reason];
  if (field) return { errors: { [field]: words.reasons[reason] } };
  return problems ? { errors: sentences(Object.entries(problems), words) } : { refusal, errors: {} };
}

function sentences(found: (readonly [string, string])[], { problems }: AccessWords): Record<string, string> {
  const told = found.map(([field, problem]) => [field, problems[problemNamed(problem)]] as const);
  // The first problem of a field is the one to mend first.
  return Object.fromEntries(told.reverse());
}
