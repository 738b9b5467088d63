let cameFrom: HTMLElement | null = null;

/** Where the focus was before it went into the messages; null: nowhere that is still there. */
export function focusBeforeToasts(): HTMLElement | null {
  return cameFrom?.isConnected ? cameFrom : null;
}

/**
 * Lets whoever walks by keyboard pass through the messages, and gives them back their place when a message goes with the focus in it.
 * Sonner itself pulls back whoever leaves: as long as a message stood, Tab went round between it and what was before it (WCAG 2.1.2).
 * So it does not get to know of the focus at all.
 */
export function passFocusThrough(section: HTMLElement): () => void {
  let isWithin = false;
  const isOurs = (target: EventTarget | null) => target instanceof Node && section.contains(target);
  const onFocusIn = (event: FocusEvent) => {
    // React hears of it at the root of the page, and Sonner by React.
    event.stopPropagation();
    if (!isOurs(event.relatedTarget)) {
      const { relatedTarget } = event;
      cameFrom = relatedTarget instanceof HTMLElement ? relatedTarget : null;
    }
    isWithin = true;
  };
  const onFocusOut = (event: FocusEvent) => {
    event.stopPropagation();
    // To nowhere it also goes from what is hidden or taken away: then nobody has left.
    if (event.relatedTarget !== null && !isOurs(event.relatedTarget)) isWithin = false;
  };
  const whenGone = new MutationObserver(() => {
    if (!isWithin || section.contains(document.activeElement)) return;
    isWithin = false;
    if (document.activeElement === document.body) focusBeforeToasts()?.focus({ preventScroll: true });
  });
  section.addEventListener('focusin', onFocusIn);
  section.addEventListener('focusout', onFocusOut);
  whenGone.observe(section, { childList: true, subtree: true });
  return () => {
    section.removeEventListener('focusin', onFocusIn);
    section.removeEventListener('focusout', onFocusOut);
    whenGone.disconnect();
  };
}
