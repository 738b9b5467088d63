/** Milliseconds that a page may take to come before the setting is given up on. */
const PATIENCE = 5000;

/**
 * Goes to the page of a setting, scrolls it into sight and puts the focus on its control. `id` is that of the control, or
 * of the card it stands in: there it is the first one.
 */
export function showSetting({ href, id, go }: { href: string; id: string; go: (address: string) => void }) {
  if (location.pathname !== href) go(href);
  const until = performance.now() + PATIENCE;
  const look = () => {
    const place = location.pathname === href ? document.getElementById(id) : null;
    if (place) {
      const isCard = place.matches('section');
      const control = isCard ? place.querySelector<HTMLElement>('button, a[href], input, select') : place;
      place.scrollIntoView({ block: isCard ? 'start' : 'center' });
      control?.focus({ preventScroll: !isCard });
    } else if (performance.now() < until) {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}
