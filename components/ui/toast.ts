import { focusBeforeToasts } from './toaster-focus';

type Toast = {
  text: string;
  tone?: 'neutral' | 'success' | 'warning' | 'danger' | undefined;
  description?: string | undefined;
  /**
   * One thing to do about it, such as Undo. A toast with one stays 10 seconds, others 5. The focus goes back to where it was, and
   * once what `onAction` returns is done, to the row (`data-row`) of the id of the toast, where that has come back.
   */
  action?: { label: string; onAction: () => unknown } | undefined;
  /** A toast of the same id takes its place. */
  id?: string | undefined;
};

/** Milliseconds until what is known by now is drawn. */
const DRAWN = 100;

let standing = false;
const waiting: Array<() => void> = [];
const sleepers = new Set<() => void>();
/**
 * By the id of a message, the place in which it stands. Given up as soon as it begins to fade: what took the place of
 * one that fades would go with it, and never be read.
 */
const places = new Map<string, string>();
let taken = 0;

/** For the Toaster: `wake` is called when a message waits for it. Returns how to stop that. */
export function onToastWaiting(wake: () => void) {
  sleepers.add(wake);
  if (waiting.length > 0) wake();
  return () => {
    sleepers.delete(wake);
  };
}

/** For the Toaster's region: it listens from now on, until the function that comes back is called. */
export function toasterStands() {
  standing = true;
  showWaiting();
  return () => {
    standing = false;
  };
}

/** Shows and announces a message at the edge of the window; one that comes before the Toaster stands waits for it. */
export async function showToast({ text, tone = 'neutral', description, action, id }: Toast): Promise<void> {
  const from = document.activeElement;
  const sonner = await import('sonner').catch(() => undefined);
  if (!sonner) return showPlainly(text);
  const { toast } = sonner;
  const show = { neutral: toast, success: toast.success, warning: toast.warning, danger: toast.error }[tone];
  waiting.push(() => {
    const place = id === undefined ? undefined : placeOf(id);
    const leave = () => {
      if (id !== undefined && places.get(id) === place) places.delete(id);
    };
    show(text, {
      duration: action ? 10_000 : 5_000,
      ...(place !== undefined && { id: place }),
      // Also when there is none: what takes the place of another would keep that one's.
      description,
      action: action && {
        label: action.label,
        onClick: () => {
          leave();
          void giveBackFocus(action.onAction(), { from, row: id });
        },
      },
      onAutoClose: leave,
      onDismiss: leave,
    });
  });
  if (standing) showWaiting();
  else for (const wake of sleepers) wake();
}

/**
 * The button of a toast goes with it, and would take the focus along. First it goes back to where it was before that was pressed, or
 * when the toast came; then to the row that has come back, unless somebody has gone on meanwhile.
 */
async function giveBackFocus(
  doing: unknown,
  { from, row }: { from: Element | null; row: string | undefined },
) {
  const pressed = document.activeElement;
  const isInToast = pressed instanceof HTMLElement && pressed.closest('[data-sonner-toaster]') !== null;
  const before = (isInToast && focusBeforeToasts()) || from;
  if ((isInToast || pressed === document.body) && before instanceof HTMLElement)
    before.focus({ preventScroll: true });
  const given = document.activeElement;
  if (row === undefined) return;
  await doing;
  await new Promise((drawn) => setTimeout(drawn, DRAWN));
  const now = document.activeElement;
  if (now !== given && now !== document.body) return;
  const back = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(row)}"]`);
  if (back && !back.contains(now)) back.focus({ preventScroll: true });
}

function placeOf(id: string) {
  const place = places.get(id) ?? `${id} ${++taken}`;
  places.set(id, place);
  return place;
}

function showWaiting() {
  for (const show of waiting.splice(0)) show();
}

/** The words alone, for when the rest cannot be fetched: without a network, most of all, there is something to say. */
function showPlainly(text: string) {
  const message = document.createElement('p');
  message.setAttribute('role', 'alert');
  message.className =
    'toast-box fixed end-4 bottom-4 z-50 rounded-lg border bg-surface-raised p-3 text-md shadow-overlay';
  document.body.append(message);
  // Filled once it stands: a live region tells of changes alone.
  requestAnimationFrame(() => message.append(text));
  setTimeout(() => message.remove(), 10_000);
}
