import { askEarly } from './ask';

// Where nothing is built, nobody has asked yet.
const { asked } = window.rotundaPanel ?? askEarly();
void import('./draw').then(({ draw }) => {
  draw(asked);
});
