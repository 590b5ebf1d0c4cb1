import { billing } from './billing';
import { communication } from './communication';
import { deals } from './deals';
import { people } from './people';
import { profile } from './profile';
import type { AnySectionModule } from './section-module';
import { support } from './support';
import { upcoming } from './upcoming';
import { usage } from './usage';

/** Every topic, in the order of the six questions; those without a question follow. */
export const sectionModules: readonly AnySectionModule[] = [
  profile,
  billing,
  usage,
  communication,
  support,
  upcoming,
  deals,
  people,
];
