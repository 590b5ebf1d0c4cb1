import { useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import type { FieldKind, OwnField } from '@/api/fields';
import { PivotLink } from '@/components/pivot-link';

const SEARCHED: readonly FieldKind[] = ['text', 'number', 'choice', 'many_choices'];
const OPERATORS: Record<string, string> = { tags: 'tag', segments: 'segment' };
const LONGEST = 200;

/** How accounts are searched by this value; nothing where they are not: by what is not ours, and by names. */
export function operatorOf(field: OwnField, value: string): string | undefined {
  if (field.rule !== 'owned' || !SEARCHED.includes(field.kind) || value.length > LONGEST) return undefined;
  if (field.built_in) return OPERATORS[field.name];
  return `field.${field.name}`;
}

interface FieldPivotProps {
  field: OwnField;
  value: string;
  children: ReactNode;
}

/** Leads from a value of an account to all accounts that have it. Contacts are not searched by theirs. */
export function FieldPivot({ field, value, children }: FieldPivotProps) {
  const ofAccount = useLocation({ select: ({ pathname }) => pathname.startsWith('/accounts/') });
  const operator = ofAccount ? operatorOf(field, value) : undefined;
  if (operator === undefined) return children;
  return (
    <PivotLink operator={operator} value={value}>
      {children}
    </PivotLink>
  );
}
