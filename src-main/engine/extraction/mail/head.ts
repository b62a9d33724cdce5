import type { Address, Email } from 'postal-mime';

const MOST_ADDRESSES = 200;

/** The lines by which people look for a message, as a mail program shows them; those that are empty are left out. */
export function headLines(email: Email, attachmentNames: readonly string[]): string[] {
  const lines: readonly (readonly [string, string])[] = [
    ['From', senderText(email)],
    ['To', addressesText(email.to)],
    ['Cc', addressesText(email.cc)],
    ['Date', dateText(email)],
    ['Attachments', attachmentNames.join(', ')],
  ];
  return lines.flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}`]));
}

/** Name and address of who wrote the message; empty where it does not say. */
export function senderText({ from, sender }: Email): string {
  return addressText(from ?? sender);
}

/** There were no such messages before, and a clock that is a century ahead says nothing. */
const EARLIEST = Date.UTC(1965, 0);
const LATEST = Date.UTC(2100, 0);

/** Milliseconds since 1970, or null where the message has no date, or one that cannot be. */
export function dateOf({ date }: Email): number | null {
  const time = date === undefined ? Number.NaN : Date.parse(date);
  return time >= EARLIEST && time < LATEST ? time : null;
}

/** Day and time in UTC; a date that is none as it stands there. */
function dateText(email: Email): string {
  const time = dateOf(email);
  if (time === null) return email.date ?? '';
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}

function addressesText(addresses: readonly Address[] | undefined): string {
  return (addresses ?? []).slice(0, MOST_ADDRESSES).map(addressText).filter(Boolean).join(', ');
}

function addressText(address: Address | undefined): string {
  if (address === undefined) return '';
  if (address.group !== undefined) return [address.name, addressesText(address.group)].filter(Boolean).join(': ');
  const { name, address: mailbox } = address;
  if (name === '' || name === mailbox) return mailbox;
  return mailbox === '' ? name : `${name} <${mailbox}>`;
}
