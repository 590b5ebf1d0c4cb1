import { Invoices } from './invoices';
import type { BillingView } from './model';

export function RelatedInvoices({ view }: { view: BillingView }) {
  return <Invoices invoices={view.invoices ?? []} />;
}
