import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

import type { OwnField } from '@/api/fields';
import type { Ref } from '@/api/provenance';
import { SkeletonBlock } from '@/components/skeleton';
import type { Customer } from '@/lib/customers';

const OwnFields = lazy(async () => ({ default: (await import('@/features/fields/own-fields')).OwnFields }));
const MergeDialog = lazy(async () => ({
  default: (await import('@/features/merging/merge-dialog')).MergeDialog,
}));
const UndoDialog = lazy(async () => ({
  default: (await import('@/features/merging/undo-dialog')).UndoDialog,
}));

interface OwnedFieldsProps {
  customer: Customer;
  fields: readonly OwnField[];
  records: readonly Ref[];
}

/** What we own of a customer; a value that is another's leads to the plan of merging the two. */
export function OwnedFields({ customer, fields, records }: OwnedFieldsProps) {
  const navigate = useNavigate();
  const page = customer.of === 'accounts' ? '/accounts/$id' : '/contacts/$id';
  return (
    <Suspense fallback={<SkeletonBlock height={220} />}>
      <OwnFields
        customer={customer}
        fields={fields}
        records={records}
        merge={(other, onClose) => (
          <Suspense fallback={null}>
            <MergeDialog
              kind={customer.of}
              id={customer.id}
              initial={other}
              onClose={onClose}
              onMerged={(kept) => {
                onClose();
                void navigate({ to: page, params: { id: kept } });
              }}
            />
          </Suspense>
        )}
      />
    </Suspense>
  );
}

/** The dialog that takes a merge of such customers back. */
export const undoOf = (kind: Customer['of']) => (merge: string, onClose: () => void) => (
  <Suspense fallback={null}>
    <UndoDialog kind={kind} merge={merge} onClose={onClose} />
  </Suspense>
);
