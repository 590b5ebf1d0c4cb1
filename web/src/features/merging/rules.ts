import { inWords } from '@/lib/text';

const RULES: Record<string, string> = {
  agreed: 'nobody says anything else',
  chosen: 'chosen by a person',
  owned: 'set by a person',
  verified: 'verified by its source',
  source_order: 'the source that is asked first',
  survivor: 'the account that stays',
};

/** Which rule chose a value, in words. */
export const ruleWords = (rule: string): string => RULES[rule] ?? inWords(rule);
