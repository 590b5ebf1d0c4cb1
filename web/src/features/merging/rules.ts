import { inWords } from '@/lib/text';

import type { Kind } from './merging-query';
import { WORDS } from './words';

const RULES: Record<string, string> = {
  agreed: 'nobody says anything else',
  chosen: 'chosen by a person',
  owned: 'set by a person',
  verified: 'verified by its source',
  source_order: 'the source that is asked first',
};

/** Which rule chose a value, in words. */
export const ruleWords = (kind: Kind, rule: string): string =>
  rule === 'survivor' ? WORDS[kind].stays : (RULES[rule] ?? inWords(rule));
