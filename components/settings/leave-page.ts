let ask: ((leave: () => void) => void) | undefined;

/** Leaves the page by `leave`; first asks, and leaves only at a yes, while somebody has said so by `askBeforeLeaving`. */
export function leavePage(leave: () => void) {
  if (ask) ask(leave);
  else leave();
}

/** From now on whoever would leave the page is asked by `question`, until the function that comes back is called. */
export function askBeforeLeaving(question: (leave: () => void) => void) {
  ask = question;
  return () => {
    if (ask === question) ask = undefined;
  };
}
