/** Milliseconds that a page may take to come before the setting is given up on. */
const PATIENCE = 5000;
/** After a page has loaded: then the browser is where it wanted to be. */
const FRAMES = 5;
const CONTROLS = 'button, a[href], input, select, textarea';

/**
 * Goes to the page of a setting, scrolls it into sight and puts the focus on its control. `id` is that of the control, or
 * of the card or row it stands in: there it is the first one. A row shows which one it is for as long as the focus is in it.
 */
export function showSetting({ href, id, go }: { href: string; id: string; go: (address: string) => void }) {
  if (location.pathname !== href) go(href);
  const until = performance.now() + PATIENCE;
  const look = () => {
    const place = location.pathname === href ? document.getElementById(id) : null;
    // What comes with the stream is there before it is shown, and takes no focus until then.
    if (place && place.getClientRects().length > 0) {
      const isCard = place.matches('section');
      const control = place.matches(CONTROLS) ? place : (place.querySelector<HTMLElement>(CONTROLS) ?? place);
      place.scrollIntoView({ block: isCard ? 'start' : 'center' });
      const stand = () => {
        if (place.matches('tr')) markWhileFocused(place);
        control.focus({ preventScroll: !isCard });
      };
      stand();
      standAgain({ stand, until });
    } else if (performance.now() < until) {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}

/**
 * A browser that loads a page goes to the place in its address by itself, some time before the end, and takes the focus from
 * whatever has it: until then it is given back. Who has gone on to something else stays there.
 */
function standAgain({ stand, until }: { stand: () => void; until: number }) {
  let frames = FRAMES;
  const look = () => {
    if (document.activeElement === document.body) stand();
    if (document.readyState === 'complete') frames--;
    if (frames > 0 && performance.now() < until) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

function markWhileFocused(row: HTMLElement) {
  row.dataset.shown = '';
  const unmark = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof Node && row.contains(relatedTarget)) return;
    delete row.dataset.shown;
    row.removeEventListener('focusout', unmark);
  };
  row.addEventListener('focusout', unmark);
}
