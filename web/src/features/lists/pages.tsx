import { ListPage } from './list-page';

export function AccountListPage() {
  return <ListPage home="accounts" />;
}

export function ContactListPage() {
  return <ListPage home="contacts" />;
}
