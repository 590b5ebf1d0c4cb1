import { askEarly } from './ask';

// Built into a script of its own that the page runs before it has read on: modules wait until all of it is there.
askEarly();
