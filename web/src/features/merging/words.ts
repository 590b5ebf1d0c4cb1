import type { Kind } from './merging-query';

interface Words {
  merge: string;
  same: string;
  placeholder: string;
  found: string;
  none: string;
  both: string;
  stays: string;
  apartFrom: string;
  areTwo: string;
  whyTwo: string;
  whyOne: string;
  typed: string;
  aNew: string;
  another: string;
  open: string;
}

/** What is said differently of companies and of people. */
export const WORDS: Record<Kind, Words> = {
  accounts: {
    merge: 'Merge with another account',
    same: 'Which account is the same customer?',
    placeholder: 'Name, domain or number',
    found: 'Accounts that were found',
    none: 'No other account is found by that.',
    both: 'both accounts',
    stays: 'the account that stays',
    apartFrom: 'From which account?',
    areTwo: 'two customers',
    whyTwo: 'Why are they two customers?',
    whyOne: 'Why are they one customer after all?',
    typed: 'An address, a domain, or source:id',
    aNew: 'a new account',
    another: 'another account',
    open: 'Open that account',
  },
  contacts: {
    merge: 'Merge with another person',
    same: 'Who is the same person?',
    placeholder: 'Name or address',
    found: 'People who were found',
    none: 'Nobody else is found by that.',
    both: 'both people',
    stays: 'the person who stays',
    apartFrom: 'From whom?',
    areTwo: 'two people',
    whyTwo: 'Why are they two people?',
    whyOne: 'Why are they one person after all?',
    typed: 'An address, a telephone number, or source:id',
    aNew: 'a new person',
    another: 'another person',
    open: 'Open that person',
  },
};

/** At the start of a line. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
