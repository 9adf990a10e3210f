const SPACE = String.raw`\t\n\f\r `;
const email = new RegExp(String.raw`[^${SPACE}@,;<>"]+@[^${SPACE}@,;<>"]+\.[^${SPACE}@,;.<>"]{2,}`, 'g');
const identityNumber = /\b[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]\b/g;
const telephone = new RegExp(
  String.raw`(\+|\b00)\d[\d${SPACE}().-]{7,18}\d|\b1[3-9]\d[ -]?\d{4}[ -]?\d{4}(\.0)?\b`,
  'g',
);

/**
 * Masks e-mail addresses, telephone numbers and identity numbers in free text. `masked` in the cleaning statements does the
 * same.
 */
export const maskedText = (text: string) =>
  text
    .replaceAll(email, '[e-mail]')
    .replaceAll(identityNumber, '[identity number]')
    .replaceAll(telephone, '[telephone]');
