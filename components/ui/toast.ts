type Toast = {
  text: string;
  tone?: 'neutral' | 'success' | 'warning' | 'danger' | undefined;
  description?: string | undefined;
  /** One thing to do about it, such as Undo. A toast with one stays 10 seconds, others 5. */
  action?: { label: string; onAction: () => void } | undefined;
  /** A toast of the same id takes its place. */
  id?: string | undefined;
};

let standing = false;
const waiting: Array<() => void> = [];
const sleepers = new Set<() => void>();

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
  const sonner = await import('sonner').catch(() => undefined);
  if (!sonner) return showPlainly(text);
  const { toast } = sonner;
  const show = { neutral: toast, success: toast.success, warning: toast.warning, danger: toast.error }[tone];
  waiting.push(() =>
    show(text, {
      duration: action ? 10_000 : 5_000,
      ...(id !== undefined && { id }),
      // Also when there is none: what takes the place of another would keep that one's.
      description,
      action: action && { label: action.label, onClick: action.onAction },
    }),
  );
  if (standing) showWaiting();
  else for (const wake of sleepers) wake();
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
