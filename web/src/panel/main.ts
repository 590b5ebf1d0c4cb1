import { askEarly } from './ask';
import { askedIn } from './asked';

const asked = askedIn(window.location);
// The link's secret stays in this page: not in the address, the history or a screenshot.
if (asked.link !== undefined) window.history.replaceState(null, '', window.location.pathname);
askEarly(asked);
void import('./draw').then(({ draw }) => {
  draw(asked);
});
