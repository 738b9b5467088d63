/** Milliseconds that a page may take to come before the setting is given up on. */
const PATIENCE = 5000;

/** Goes to the page of a setting, scrolls its control into sight and puts the focus on it. */
export function showSetting({ href, id, go }: { href: string; id: string; go: (address: string) => void }) {
  if (location.pathname !== href) go(href);
  const until = performance.now() + PATIENCE;
  const look = () => {
    const control = location.pathname === href ? document.getElementById(id) : null;
    if (control) {
      control.scrollIntoView({ block: 'center' });
      control.focus();
    } else if (performance.now() < until) {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}
